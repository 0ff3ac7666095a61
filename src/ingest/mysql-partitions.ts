import type { Knex } from 'knex';
import { catchAllPartition, monthPartition, monthStart, nextMonth } from '#sdk';
import { mysqlTime } from './mysql-time.ts';

type Partition = { readonly name: string; readonly below: string | null };

/** A month's line in a partition list, with its comma. */
export const partitionClause = (month: string): string =>
  `partition ${monthPartition(month)} values less than ('${upperBound(month)}'), `;

const upperBound = (month: string): string => mysqlTime(monthStart(nextMonth(month))).slice(0, 10);

/**
 * Gives every month a partition of its own by splitting the one that holds it now (usually the catch-all), which moves
 * the rows standing there along. When two writers do it at once one of them fails, finds the partition made, and goes on.
 */
export async function makePartitions(knex: Knex, table: string, months: readonly string[]): Promise<void> {
  for (const month of await missingOf(knex, table, months)) await makePartition(knex, table, month);
}

async function missingOf(knex: Knex, table: string, months: readonly string[]): Promise<string[]> {
  const made = new Set((await partitionsOf(knex, table)).map((partition) => partition.name));
  return months.filter((month) => !made.has(monthPartition(month)));
}

async function makePartition(knex: Knex, table: string, month: string): Promise<void> {
  const holder = holderOf(await partitionsOf(knex, table), upperBound(month));
  const rest = holder.below === null ? 'maxvalue' : `'${holder.below}'`;
  try {
    await knex.raw(
      `alter table ?? reorganize partition ${holder.name} into (${partitionClause(month)}partition ${holder.name} values less than (${rest}))`,
      [table],
    );
  } catch (error) {
    if ((await missingOf(knex, table, [month])).length > 0) throw error;
  }
}

/** The first partition whose rows may lie before `bound`: the one that holds the month ending there. */
const holderOf = (partitions: readonly Partition[], bound: string): Partition =>
  partitions.find(({ below }) => below !== null && below > bound) ?? { name: catchAllPartition, below: null };

async function partitionsOf(knex: Knex, table: string): Promise<Partition[]> {
  const rows: { name: string; below: string }[] = await knex('information_schema.partitions')
    .select({ name: 'partition_name', below: 'partition_description' })
    .whereRaw('table_schema = database()')
    .where('table_name', table)
    .orderBy('partition_ordinal_position');
  return rows.map(({ name, below }) => ({ name, below: /\d{4}-\d\d-\d\d/.exec(below)?.[0] ?? null }));
}
