import {
  type Chunk,
  type Database,
  type Dataset,
  monthStart,
  monthTable,
  nextMonth,
  quoteName,
  storedColumns,
  storedTime,
  timeMsSql,
} from '#sdk';
import type { MonthQuery } from './month-query.ts';

/**
 * One statement for the rows after a chunk's last, each with the month's version and row count. Without such rows it
 * gives one row of nothing but these two; and no row at all when the month changed otherwise than at its end since the
 * chunk was read. Where others write too, the rows up to the chunk's last are counted to be sure of that.
 */
export function tailQuery(chunk: Chunk, dataset: Dataset, engine: Database['engine']): MonthQuery {
  const last = chunk.start + chunk.time[chunk.rows - 1]!;
  const counted = dataset.freshnessSeconds === undefined ? null : countUpTo(chunk, engine, last);
  const state = `SELECT version AS _version, row_count AS _rows FROM month_state
    WHERE table_name = ? AND month = ? AND base_version <= ?${counted ? ` AND (${counted.sql}) = ?` : ''}`;
  const names = storedColumns(dataset).map(({ name }) => quoteName(name, engine));
  const end = monthStart(nextMonth(chunk.key.month));
  return {
    sql: `SELECT ${[`${timeMsSql(engine)} - ?`, ...names, '_version', '_rows'].join(', ')}
      FROM (${state}) AS _state LEFT JOIN ${tableOf(chunk, engine)} ON time > ? AND time < ?
      ORDER BY time, source_id`,
    bindings: [
      chunk.start,
      ...[chunk.key.table, chunk.key.month, chunk.key.version],
      ...(counted ? [...counted.bindings, chunk.rows] : []),
      ...[last, end].map((instant) => storedTime(instant, engine)),
    ],
  };
}

const countUpTo = (chunk: Chunk, engine: Database['engine'], last: number): MonthQuery => ({
  sql: `SELECT COUNT(*) FROM ${tableOf(chunk, engine)} WHERE time >= ? AND time <= ?`,
  bindings: [chunk.start, last].map((instant) => storedTime(instant, engine)),
});

const tableOf = ({ key }: Chunk, engine: Database['engine']): string =>
  quoteName(engine === 'sqlite' ? monthTable(key.table, key.month) : key.table, engine);
