import { type Database, quoteName, type Span, storedTime, timeMsSql } from '#sdk';
import { bucketToSql } from './bucket-to-sql.ts';
import type { PartialShape } from './partial-shape.ts';
import { joinSql, type SqlText } from './sql-text.ts';

/** A table of the database with the span in which its rows are asked for. */
export type SqlSource = {
  readonly engine: Database['engine'];
  readonly table: string;
  readonly member: number | null;
  readonly span: Span;
};

/** How a measured column is summed up, in the order of the statement's columns. */
export const measuredBy = ['SUM', 'COUNT', 'MIN', 'MAX'] as const;

/**
 * One grouped statement. Its columns: the number of the stretch of time (with `starts`), the keys, the rows, then SUM,
 * COUNT, MIN and MAX of each measured column, then the least and the greatest time (with `timeEnds`).
 */
export function aggregateToSql(
  shape: Omit<PartialShape, 'starts'>,
  starts: readonly number[] | null,
  rows: { readonly source: SqlSource; readonly condition: SqlText },
): SqlText {
  const { engine } = rows.source;
  const quote = (name: string) => quoteName(name, engine);
  const keys = shape.keys.map(quote);
  const numbers = shape.measured.flatMap((name) => measuredBy.map((fn) => `${fn}(${quote(name)})`));
  const ends = shape.timeEnds ? ['MIN(_t)', 'MAX(_t)'] : [];
  const bucket = starts ? [joinSql([bucketToSql(starts, engine), ' AS _b'])] : [];
  const groups = [...(starts ? ['_b'] : []), ...keys];
  return joinSql([
    'SELECT ',
    joinSql([...bucket, ...keys, 'COUNT(*)', ...numbers, ...ends], ', '),
    ' FROM (',
    rowsToSql([...new Set([...shape.keys, ...shape.measured])].map(quote), rows),
    ') AS _f',
    groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : ' HAVING COUNT(*) > 0',
  ]);
}

function rowsToSql(
  columns: readonly string[],
  { source, condition }: { readonly source: SqlSource; readonly condition: SqlText },
): SqlText {
  const { engine, table, span } = source;
  const select = [`${timeMsSql(engine)} AS _t`, ...columns].join(', ');
  return joinSql([
    `SELECT ${select} FROM ${quoteName(table, engine)} WHERE `,
    {
      sql: 'time >= ? AND time < ? AND (',
      bindings: [storedTime(span.from, engine), storedTime(span.to, engine)],
    },
    condition,
    ')',
  ]);
}
