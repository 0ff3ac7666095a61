import type { Measure } from '#sdk';
import type { FrameParts } from './frame-parts.ts';
import type { KeySpace } from './key-space.ts';
import type { Vector } from './vector.ts';

/** What is counted for the cells of one key space. */
export type Tally = {
  readonly space: KeySpace;
  readonly rows: Float64Array;
  /** Source column → its accumulators. */
  readonly columns: ReadonlyMap<string, ColumnTally>;
};

export type ColumnTally = {
  /** Values that are not null; the tally's `rows` itself where none can be null. */
  readonly present: Float64Array;
  readonly sums?: Float64Array;
  readonly lows?: Float64Array;
  readonly highs?: Float64Array;
};

type Plain = Exclude<Measure, { fn: 'count' } | { fn: 'quantile' }>;

export function makeTally(parts: FrameParts, space: KeySpace, measures: readonly Measure[]): Tally {
  const rows = new Float64Array(space.cells);
  const plain = measures.filter(
    (measure): measure is Plain =>
      measure.fn !== 'count' && measure.fn !== 'distinct' && measure.fn !== 'quantile',
  );
  const names = [...new Set(plain.map(({ column }) => column))];
  const columns = names.map((name): [string, ColumnTally] => {
    const functions = new Set(plain.filter(({ column }) => column === name).map(({ fn }) => fn));
    const nullable = parts.segments.some((segment) => mayBeNull(segment.vector(name)));
    return [name, columnTally(functions, nullable ? new Float64Array(space.cells) : rows)];
  });
  return { space, rows, columns: new Map(columns) };
}

const mayBeNull = (vector: Vector): boolean =>
  vector.kind === 'mapped' ||
  (vector.kind === 'constant' ? vector.value === null : vector.nulls !== undefined);

function columnTally(functions: ReadonlySet<string>, present: Float64Array): ColumnTally {
  const filled = (value: number) => new Float64Array(present.length).fill(value);
  return {
    present,
    ...(functions.has('sum') || functions.has('mean') ? { sums: filled(0) } : {}),
    ...(functions.has('min') ? { lows: filled(Number.POSITIVE_INFINITY) } : {}),
    ...(functions.has('max') ? { highs: filled(Number.NEGATIVE_INFINITY) } : {}),
  };
}

/** A measure's value in a cell; null over no values. */
export function readTally(tally: Tally, measure: Plain, cell: number): number | null {
  const { present, sums, lows, highs } = tally.columns.get(measure.column)!;
  const count = present[cell]!;
  if (count === 0) return null;
  if (measure.fn === 'min') return lows![cell]!;
  if (measure.fn === 'max') return highs![cell]!;
  return measure.fn === 'mean' ? sums![cell]! / count : sums![cell]!;
}
