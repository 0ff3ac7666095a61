import { type ChunkKey, type Database, monthStart, monthTable, nextMonth, type StoredColumn } from '#sdk';

export type MonthQuery = { readonly sql: string; readonly bindings: readonly unknown[] };

/**
 * One statement for a month's rows in time order: milliseconds since the month's start, the stored columns, and the
 * month's version. The version comes from the same statement, so it is the version of exactly these rows.
 */
export function monthQuery(
  key: ChunkKey,
  columns: readonly StoredColumn[],
  engine: Database['engine'],
): MonthQuery {
  const quote = engine === 'mysql' ? quoteMysql : quoteSqlite;
  const names = columns.map(({ name }) => quote(name));
  const version = '(SELECT version FROM month_state WHERE table_name = ? AND month = ?)';
  const select = (time: string) => `SELECT ${[time, ...names, version].join(', ')}`;
  const order = 'ORDER BY time, source_id';
  const start = monthStart(key.month);
  if (engine === 'sqlite') {
    const table = quote(monthTable(key.table, key.month));
    return { sql: `${select('time - ?')} FROM ${table} ${order}`, bindings: [start, key.table, key.month] };
  }
  return {
    sql: `${select(mysqlOffset)} FROM ${quote(key.table)} WHERE time >= ? AND time < ? ${order}`,
    bindings: [
      start / 1000 + secondsBefore1970,
      key.table,
      key.month,
      `${key.month}-01 00:00:00`,
      `${nextMonth(key.month)}-01 00:00:00`,
    ],
  };
}

/** TO_SECONDS costs the server a quarter of UNIX_TIMESTAMP, and asks no time zone. */
const mysqlOffset = '(TO_SECONDS(time) - ?) * 1000 + MICROSECOND(time) DIV 1000';
const secondsBefore1970 = 62_167_219_200;

const quoteMysql = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
const quoteSqlite = (name: string): string => `"${name.replaceAll('"', '""')}"`;
