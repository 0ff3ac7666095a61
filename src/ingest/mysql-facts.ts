import type { Knex } from 'knex';
import type { Connection, RowDataPacket } from 'mysql2';
import { catchAllPartition, type FactRow, monthStart, nextMonth, type StoredColumn } from '#sdk';
import { chunksOf, type FactStore, type FactTarget, type StoredRow } from './fact-store.ts';
import { insertChunk, insertSize } from './insert-chunk.ts';
import { makePartitions, partitionClause } from './mysql-partitions.ts';
import { mysqlTime } from './mysql-time.ts';
import { registerTable } from './register-table.ts';

/** Keeps a statement below a packet of 64 kB. */
const idsPerSelect = 700;

/** Fact rows in MySQL and MariaDB: one table, one partition a month. */
export const mysqlFacts: FactStore = { prepare, claim, find, latest, remove, insert };

async function prepare(
  { knex }: { knex: Knex },
  target: FactTarget,
  months: readonly string[],
): Promise<void> {
  const known = await knex('fact_tables').where('table_name', target.table).first('table_name');
  if (!known) await createTable(knex, target, months);
  await makePartitions(knex, target.table, months);
}

async function createTable(knex: Knex, target: FactTarget, months: readonly string[]): Promise<void> {
  const columns = target.columns.map((column) => `?? ${columnType(column)} null, `).join('');
  await knex.raw(
    `create table if not exists ?? (time datetime(3) not null,
      source_id varchar(64) character set utf8mb4 collate utf8mb4_bin not null,
      ${columns}primary key (time, source_id), key (source_id)) engine = InnoDB
      partition by range columns (time) (${months.map(partitionClause).join('')}
        partition ${catchAllPartition} values less than (maxvalue))`,
    [target.table, ...target.columns.map((column) => column.name)],
  );
  await registerTable(knex, target);
}

function columnType(column: StoredColumn): string {
  if (column.kind === 'dimension') return 'int unsigned';
  if (column.kind === 'choice') return 'tinyint unsigned';
  return column.type === 'int' ? 'int' : 'double';
}

async function claim(trx: Knex.Transaction, target: FactTarget): Promise<void> {
  await trx('fact_tables').where('table_name', target.table).forUpdate().first('table_name');
}

async function find(
  trx: Knex.Transaction,
  target: FactTarget,
  sourceIds: readonly string[],
): Promise<StoredRow[]> {
  const names = target.columns.map((column) => column.name);
  const found: StoredRow[] = [];
  for (const some of chunksOf(sourceIds, idsPerSelect)) {
    const query = trx(target.table)
      .select(trx.raw("timestampdiff(microsecond, '1970-01-01', time) div 1000 as epoch_ms"))
      .select('source_id', ...names)
      .whereIn('source_id', some);
    for (const row of await readExactly(trx, query)) found.push(toStored(row, names));
  }
  return found;
}

type Row = Record<string, number | string | null>;

/** Through the binary protocol: as text, doubles lose their last digit and an equal row would look changed. */
async function readExactly(trx: Knex.Transaction, query: Knex.QueryBuilder): Promise<Row[]> {
  const connection: Connection = await trx.client.acquireConnection();
  const { sql, bindings } = query.toSQL().toNative();
  const [rows] = await connection.promise().execute<(Row & RowDataPacket)[]>(sql, [...bindings] as string[]);
  return rows;
}

const toStored = (row: Row, names: readonly string[]): StoredRow => ({
  time: Number(row.epoch_ms),
  sourceId: String(row.source_id),
  values: names.map((name) => row[name] as number | null),
});

/** The range over the key's first column makes this one look at the end of a partition. */
async function latest(trx: Knex.Transaction, target: FactTarget, month: string): Promise<number | null> {
  const bounds = [monthStart(month), monthStart(nextMonth(month))].map(mysqlTime);
  const [[row]] = await trx.raw(
    "select timestampdiff(microsecond, '1970-01-01', max(time)) div 1000 as latest from ?? where time >= ? and time < ?",
    [target.table, ...bounds],
  );
  return row.latest === null ? null : Number(row.latest);
}

async function remove(trx: Knex.Transaction, target: FactTarget, rows: readonly StoredRow[]): Promise<void> {
  for (const some of chunksOf(rows, idsPerSelect)) {
    await trx(target.table)
      .whereIn(
        'source_id',
        some.map((row) => row.sourceId),
      )
      .delete();
  }
}

async function insert(trx: Knex.Transaction, target: FactTarget, rows: readonly FactRow[]): Promise<void> {
  for (const some of chunksOf(rows, insertSize(target))) {
    await insertChunk(trx, { target, table: target.table, rows: some, timeOf: mysqlTime });
  }
}
