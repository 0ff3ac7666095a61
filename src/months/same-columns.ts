import type { Chunk, ChunkColumn, NumberArray } from '#sdk';

/** Whether two chunks hold the same rows, however wide their columns are. */
export const sameColumns = (a: Chunk, b: Chunk): boolean =>
  sameNumbers(a.time, b.time) &&
  a.columns.size === b.columns.size &&
  [...a.columns].every(([name, column]) => sameColumn(column, b.columns.get(name)));

const sameColumn = (a: ChunkColumn, b: ChunkColumn | undefined): boolean =>
  b !== undefined && sameNumbers(a.values, b.values) && sameNumbers(nullsOf(a), nullsOf(b));

const nullsOf = ({ values, nulls }: ChunkColumn): Uint8Array => nulls ?? new Uint8Array(values.length);

function sameNumbers(a: NumberArray, b: NumberArray): boolean {
  if (a.length !== b.length) return false;
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false;
  return true;
}
