import {
  type ChunkKey,
  type Database,
  monthStart,
  monthTable,
  nextMonth,
  quoteName,
  type StoredColumn,
  storedTime,
  timeMsSql,
} from '#sdk';

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
  const offset = `${timeMsSql(engine)} - ?`;
  const names = columns.map(({ name }) => quoteName(name, engine));
  const version = '(SELECT version FROM month_state WHERE table_name = ? AND month = ?)';
  const select = `SELECT ${[offset, ...names, version].join(', ')}`;
  const start = monthStart(key.month);
  const bindings = [start, key.table, key.month];
  if (engine === 'sqlite') {
    const table = quoteName(monthTable(key.table, key.month), engine);
    return { sql: `${select} FROM ${table} ORDER BY time, source_id`, bindings };
  }
  const within = [start, monthStart(nextMonth(key.month))].map((instant) => storedTime(instant, engine));
  return {
    sql: `${select} FROM ${quoteName(key.table, engine)} WHERE time >= ? AND time < ? ORDER BY time, source_id`,
    bindings: [...bindings, ...within],
  };
}
