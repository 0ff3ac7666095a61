import {
  type ChunkKey,
  type Database,
  monthPartition,
  monthStart,
  monthTable,
  nextMonth,
  quoteName,
  type StoredColumn,
  storedTime,
  timeMsSql,
} from '#sdk';

export type MonthQuery = { readonly sql: string; readonly bindings: readonly unknown[] };

/** What a server says where a table has no such partition. */
export const unknownPartition = 1735;

/**
 * One statement for a month's rows in time order: milliseconds since the month's start, the stored columns, and the
 * month's version. The version comes from the same statement, so it is the version of exactly these rows. `whole`
 * (MySQL) reads the month's partition unasked, which spares the server a comparison per row: it holds every row of the
 * month, and can hold rows of others that somebody else wrote.
 */
export function monthQuery(
  key: ChunkKey,
  columns: readonly StoredColumn[],
  { engine, whole }: { readonly engine: Database['engine']; readonly whole: boolean },
): MonthQuery {
  const offset = `${timeMsSql(engine)} - ?`;
  const names = columns.map(({ name }) => quoteName(name, engine));
  const version = '(SELECT version FROM month_state WHERE table_name = ? AND month = ?)';
  const select = `SELECT ${[offset, ...names, version].join(', ')}`;
  const start = monthStart(key.month);
  const bindings = [start, key.table, key.month];
  const order = 'ORDER BY time, source_id';
  if (engine === 'sqlite') {
    const table = quoteName(monthTable(key.table, key.month), engine);
    return { sql: `${select} FROM ${table} ${order}`, bindings };
  }
  const table = quoteName(key.table, engine);
  if (whole)
    return { sql: `${select} FROM ${table} PARTITION (${monthPartition(key.month)}) ${order}`, bindings };
  const within = [start, monthStart(nextMonth(key.month))].map((instant) => storedTime(instant, engine));
  return {
    sql: `${select} FROM ${table} WHERE time >= ? AND time < ? ${order}`,
    bindings: [...bindings, ...within],
  };
}
