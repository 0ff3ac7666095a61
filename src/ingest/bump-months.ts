import type { Knex } from 'knex';
import type { RowChange } from './classify-rows.ts';
import { groupByMonth } from './months-of-rows.ts';

/** Raises the version and the row count of every month a change touches, in the change's own transaction. */
export async function bumpMonths(
  trx: Knex.Transaction,
  table: string,
  change: Pick<RowChange, 'remove' | 'insert'>,
): Promise<void> {
  const gained = new Map<string, number>();
  for (const [month, rows] of groupByMonth(change.insert)) gained.set(month, rows.length);
  for (const [month, rows] of groupByMonth(change.remove)) {
    gained.set(month, (gained.get(month) ?? 0) - rows.length);
  }
  for (const [month, rows] of gained) await bumpMonth(trx, table, { month, rows });
}

async function bumpMonth(
  trx: Knex.Transaction,
  table: string,
  { month, rows }: { month: string; rows: number },
): Promise<void> {
  await trx('month_state')
    .insert({ table_name: table, month, version: 1, row_count: rows })
    .onConflict(['table_name', 'month'])
    .merge({
      version: trx.raw('?? + 1', ['month_state.version']),
      row_count: trx.raw('?? + ?', ['month_state.row_count', rows]),
    });
}
