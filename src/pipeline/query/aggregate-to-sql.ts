import { type Database, quoteName, type Span, storedTime, timeMsSql } from '#sdk';
import type { BinsSql } from './bins-to-sql.ts';
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

/** Which rows of a source are asked for, and how a row's bin is told. */
export type SourceRows = {
  readonly source: SqlSource;
  readonly condition: SqlText;
  readonly bins?: BinsSql;
};

/** How a measured column is summed up, in the order of the statement's columns. */
export const measuredBy = ['SUM', 'COUNT', 'MIN', 'MAX'] as const;

/**
 * One grouped statement. Its columns: the number of the stretch of time (with `starts`), the keys, the bin, the rows, then SUM,
 * COUNT, MIN and MAX of each measured column, then the least and the greatest time (with `timeEnds`).
 */
export function aggregateToSql(
  shape: Omit<PartialShape, 'starts'>,
  starts: readonly number[] | null,
  rows: SourceRows,
): SqlText {
  const { engine } = rows.source;
  const quote = (name: string) => quoteName(name, engine);
  const keys = shape.keys.map(quote);
  const numbers = shape.measured.flatMap((name) => measuredBy.map((fn) => `${fn}(${quote(name)})`));
  const ends = shape.timeEnds ? ['MIN(_t)', 'MAX(_t)'] : [];
  const bucket = starts ? [joinSql([bucketToSql(starts, engine), ' AS _b'])] : [];
  const bin = rows.bins ? ['_k'] : [];
  const groups = [...(starts ? ['_b'] : []), ...keys, ...bin];
  return joinSql([
    'SELECT ',
    joinSql([...bucket, ...keys, ...bin, 'COUNT(*)', ...numbers, ...ends], ', '),
    ' FROM (',
    rowsToSql([...new Set([...shape.keys, ...shape.measured])].map(quote), rows),
    ') AS _f',
    groups.length > 0 ? ` GROUP BY ${groups.join(', ')}` : ' HAVING COUNT(*) > 0',
  ]);
}

function rowsToSql(columns: readonly string[], { source, condition, bins }: SourceRows): SqlText {
  const { engine, table, span } = source;
  return joinSql([
    ...(bins ? ['SELECT _r.*, ', bins.number, ' AS _k FROM ('] : []),
    'SELECT ',
    joinSql([`${timeMsSql(engine)} AS _t`, ...columns, ...(bins?.read ?? [])], ', '),
    ` FROM ${quoteName(table, engine)} WHERE `,
    {
      sql: 'time >= ? AND time < ? AND (',
      bindings: [storedTime(span.from, engine), storedTime(span.to, engine)],
    },
    condition,
    ')',
    ...(bins ? [') AS _r'] : []),
  ]);
}
