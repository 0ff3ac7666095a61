import type { Bins, Calendar, Clause, Database, Grouping, Measure, Span } from '#sdk';
import { areas, rates } from '../frame/plant-frame.ts';
import { wallClock } from '../support/wall-clock.ts';

/** Where and when the plain statement looks: tables that are there, and the calendar. */
export type PlainPlace = {
  readonly engine: Database['engine'];
  /** Line → its tables. */
  readonly tables: ReadonlyMap<number, readonly string[]>;
  readonly span: Span;
  readonly calendar: Calendar;
};

/**
 * The statement that a person would write for a grouping of detections: everything joined, nothing bound, nothing taken
 * from the product. Its columns are the frame's, its rows in the frame's order.
 */
export function groupingToPlainSql(grouping: Grouping, clause: Clause, place: PlainPlace): string {
  const grain = grouping.grain ? [`${bucketOf(grouping.grain)} AS k_time`] : [];
  const keys = grouping.keys.map((name) => `${name} AS k_${name}`);
  const bin = grouping.bins ? [`${binOf(grouping.bins, place.engine)} AS k_bin`] : [];
  const measures = Object.entries(grouping.measures).map(([name, one]) => `${measureOf(one)} AS m_${name}`);
  const all = [...grain, ...keys, ...bin];
  const names = all.map((text) => text.split(' AS ').at(-1)!);
  const groups = names.length > 0 ? `GROUP BY ${names.join()} ORDER BY ${nullsLast(names)}` : '';
  const columns = [...all, ...measures, '1 AS ended'].join(', ');
  return `${joined(grouping.grain ?? 'minute', place)}
    SELECT ${columns} FROM joined WHERE ${conditionOf(clause)} ${groups}`;
}

/** The moments and lines of the matching rows, in time order. */
export const rowsToPlainSql = (clause: Clause, place: PlainPlace): string =>
  `${joined('minute', place)} SELECT t, line FROM joined WHERE ${conditionOf(clause)} ORDER BY t, line, id`;

const nullsLast = (names: readonly string[]): string =>
  names.map((name) => `${name} IS NULL, ${name}`).join(', ');

const bucketOf = (grain: NonNullable<Grouping['grain']>): string =>
  grain === 'minute' ? '(t - t % 60000)' : 'bucket';

function joined(grain: NonNullable<Grouping['grain']>, { engine, tables, span, calendar }: PlainPlace) {
  const time = engine === 'mysql' ? 'CAST(ROUND(UNIX_TIMESTAMP(time) * 1000) AS SIGNED)' : 'time';
  const reads = [...tables].flatMap(([line, names]) =>
    names.map(
      (name) =>
        `SELECT ${time} AS t, source_id AS id, ${line} AS line, product, result, items, weight FROM ${name}`,
    ),
  );
  const clock = wallClock(calendar);
  const shifts = clock.shiftStretches(span).filter(({ from, to }) => from < span.to && to > span.from);
  const buckets =
    grain === 'shift' ? shifts : grain === 'minute' ? [{ ...span }] : clock.stretches(grain, span);
  const none = `SELECT 0 AS t, '' AS id, 0 AS line, 0 AS product, 0 AS result, 0 AS items, 0e0 AS weight
    FROM (SELECT 1) AS nobody WHERE 1 = 0`;
  return `WITH facts AS (${[...reads, none].join(' UNION ALL ')}),
    of_line AS (${listed(
      ['of_line', 'area'],
      [1, 2, 3, 4].map((id) => [id, areas.get(id) ?? null]),
    )}),
    of_product AS (${listed(
      ['of_product', 'rate', 'family'],
      [1, 2, 4, 300].map((id) => [id, real(rates.get(id)), id < 3 ? 5 : null]),
    )}),
    shifts AS (${listed(
      ['s_from', 's_to', 'shift'],
      shifts.map(({ from, to, shiftId }) => [from, to, shiftId]),
    )}),
    buckets AS (${listed(
      ['bucket', 'b_to'],
      buckets.map(({ from, to }) => [from, to === Infinity ? 9e15 : to]),
    )}),
    joined AS (SELECT * FROM facts
      LEFT JOIN of_line ON of_line = line
      LEFT JOIN of_product ON of_product = product
      LEFT JOIN shifts ON t >= s_from AND t < s_to
      LEFT JOIN buckets ON t >= bucket AND t < b_to
      WHERE t >= ${span.from} AND t < ${span.to})`;
}

/** A table written out. */
function listed(names: readonly string[], rows: readonly (readonly (number | string | null)[])[]): string {
  const row = (cells: readonly (number | string | null)[]) =>
    `SELECT ${cells.map((cell, index) => `${cell ?? 'NULL'} AS ${names[index]}`).join(', ')}`;
  const none = `SELECT ${names.map((name) => `0 AS ${name}`).join(', ')} FROM (SELECT 1) AS nobody WHERE 1 = 0`;
  return rows.length > 0 ? rows.map(row).join(' UNION ALL ') : none;
}

/** A number that SQL takes for a double: plain decimals would be added as decimals. */
const real = (value: number | undefined): string | null => (value === undefined ? null : `${value}e0`);

const numbers = ['weight', 'rate'];

/** SQL's third truth value counts as false, at every level. */
export function conditionOf(clause: Clause): string {
  if ('clause' in clause) return `(NOT ${conditionOf(clause.clause)})`;
  if ('clauses' in clause) {
    const parts = clause.clauses.map(conditionOf);
    return parts.length > 0
      ? `(${parts.join(clause.op === 'and' ? ' AND ' : ' OR ')})`
      : `(1 = ${clause.op === 'and' ? 1 : 0})`;
  }
  const column = clause.column === 'time' ? 't' : clause.column;
  const text = (value: number) => (numbers.includes(column) ? real(value)! : String(value));
  if ('values' in clause) {
    const values = clause.values.map(text).join(', ');
    return `((${column} IN (${values || 'NULL'})) IS TRUE)`;
  }
  const bounds = [
    ...(clause.from === undefined ? [] : [`${column} >= ${text(clause.from)}`]),
    ...(clause.to === undefined ? [] : [`${column} < ${text(clause.to)}`]),
  ];
  return `((${[`${column} IS NOT NULL`, ...bounds].join(' AND ')}) IS TRUE)`;
}

function binOf({ column, minus, relative, from, to, count }: Bins, engine: Database['engine']): string {
  const difference = minus === undefined ? `(${column} + 0e0)` : `((${column} + 0e0) - (${minus} + 0e0))`;
  const value = relative && minus !== undefined ? `(${difference} / NULLIF(${minus} + 0e0, 0))` : difference;
  const width = real((to - from) / count);
  const place = `(${value} - ${real(from)}) / ${width}`;
  const whole = engine === 'mysql' ? `FLOOR(${place})` : `CAST(${place} AS INTEGER)`;
  const capped = `CASE WHEN ${whole} > ${count - 1} THEN ${count - 1} ELSE ${whole} END`;
  return `CASE WHEN ${value} IS NULL THEN NULL WHEN ${value} < ${real(from)} THEN -1
    WHEN ${value} >= ${real(to)} THEN ${count} ELSE ${capped} END`;
}

function measureOf(measure: Measure): string {
  if (measure.fn === 'count') return 'COUNT(*)';
  const column = measure.column === 'time' ? 't' : measure.column;
  if (measure.fn === 'mean') return `AVG(${column} + 0e0)`;
  if (measure.fn === 'distinct') return `COUNT(DISTINCT ${column})`;
  if (measure.fn === 'quantile') throw new Error('Only rows can answer a quantile');
  return `${measure.fn.toUpperCase()}(${column})`;
}
