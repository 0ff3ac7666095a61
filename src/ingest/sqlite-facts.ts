import type { Knex } from 'knex';
import { type FactRow, monthTable, type StoredColumn } from '#sdk';
import { chunksOf, type FactStore, type FactTarget, type StoredRow } from './fact-store.ts';
import { insertChunk, insertSize } from './insert-chunk.ts';
import { groupByMonth } from './months-of-rows.ts';
import { registerTable } from './register-table.ts';

/** SQLite takes at most 500 parts in a compound select. */
const monthsPerSelect = 200;

/** Fact rows in SQLite: one table a month, made in the transaction that first needs it. */
export const sqliteFacts: FactStore = { prepare: async () => {}, claim, find, latest, remove, insert };

async function claim(trx: Knex.Transaction, target: FactTarget, months: readonly string[]): Promise<void> {
  await registerTable(trx, target);
  for (const month of months) await createMonth(trx, target, monthTable(target.table, month));
}

async function createMonth(trx: Knex.Transaction, target: FactTarget, name: string): Promise<void> {
  const columns = target.columns.map((column) => `, ?? ${columnType(column)}`).join('');
  await trx.raw(
    `create table if not exists ?? (time integer not null, source_id text not null${columns}, primary key (time, source_id)) without rowid`,
    [name, ...target.columns.map((column) => column.name)],
  );
  await trx.raw('create index if not exists ?? on ?? (source_id)', [`${name}_source`, name]);
}

const columnType = (column: StoredColumn): string =>
  column.kind === 'measure' && column.type === 'float' ? 'real' : 'integer';

async function find(
  trx: Knex.Transaction,
  target: FactTarget,
  sourceIds: readonly string[],
): Promise<StoredRow[]> {
  const months: string[] = await trx('month_state').where('table_name', target.table).pluck('month');
  const found: StoredRow[] = [];
  for (const some of chunksOf(months, monthsPerSelect)) {
    for (const row of await findIn(trx, target, { months: some, sourceIds })) found.push(row);
  }
  return found;
}

type MonthsAndIds = { readonly months: readonly string[]; readonly sourceIds: readonly string[] };

async function findIn(
  trx: Knex.Transaction,
  target: FactTarget,
  { months, sourceIds }: MonthsAndIds,
): Promise<StoredRow[]> {
  const names = target.columns.map((column) => column.name);
  const one = `select f.time, f.source_id${names.map(() => ', f.??').join('')} from ids cross join ?? f on f.source_id = ids.id`;
  const rows: Record<string, number | string | null>[] = await trx.raw(
    `with ids as materialized (select value as id from json_each(?)) ${months.map(() => one).join(' union all ')}`,
    [JSON.stringify(sourceIds), ...months.flatMap((month) => [...names, monthTable(target.table, month)])],
  );
  return rows.map((row) => ({
    time: row.time as number,
    sourceId: row.source_id as string,
    values: names.map((name) => row[name] as number | null),
  }));
}

async function latest(trx: Knex.Transaction, target: FactTarget, month: string): Promise<number | null> {
  const [row] = await trx.raw('select max(time) as latest from ??', [monthTable(target.table, month)]);
  return row.latest;
}

async function remove(trx: Knex.Transaction, target: FactTarget, rows: readonly StoredRow[]): Promise<void> {
  for (const [month, some] of groupByMonth(rows)) {
    await trx.raw('delete from ?? where source_id in (select value from json_each(?))', [
      monthTable(target.table, month),
      JSON.stringify(some.map((row) => row.sourceId)),
    ]);
  }
}

async function insert(trx: Knex.Transaction, target: FactTarget, rows: readonly FactRow[]): Promise<void> {
  for (const [month, inMonth] of groupByMonth(rows)) {
    for (const some of chunksOf(inMonth, insertSize(target))) {
      await insertChunk(trx, { target, table: monthTable(target.table, month), rows: some });
    }
  }
}
