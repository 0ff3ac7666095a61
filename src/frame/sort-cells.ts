import { type FrameParts, rowAt, type Segment } from './frame-parts.ts';
import { combinationsOf, type KeySpace } from './key-space.ts';
import { readVector } from './vector.ts';

/** The non-null values of a column, ascending within each cell: those of cell `c` end before `starts[c + 1]`. */
export type SortedCells = { readonly values: Float64Array; readonly starts: Float64Array };

/** Sorts a column's values by the cells of a key space; takes 8 bytes a row while it lasts. */
export function sortCells(parts: FrameParts, space: KeySpace, column: string): SortedCells {
  const starts = new Float64Array(space.cells + 1);
  eachValue(parts, { space, column }, (cell) => {
    starts[cell + 1]!++;
  });
  for (let cell = 0; cell < space.cells; cell++) starts[cell + 1]! += starts[cell]!;
  const values = new Float64Array(starts[space.cells]!);
  const next = starts.slice();
  eachValue(parts, { space, column }, (cell, value) => {
    values[next[cell]!++] = value;
  });
  for (let cell = 0; cell < space.cells; cell++) values.subarray(starts[cell]!, starts[cell + 1]!).sort();
  return { values, starts };
}

function eachValue(
  { segments }: FrameParts,
  { space, column }: { readonly space: KeySpace; readonly column: string },
  take: (cell: number, value: number) => void,
): void {
  segments.forEach((segment: Segment, index) => {
    const cells = combinationsOf(segment, space.terms[index]!);
    const vector = segment.vector(column);
    for (let position = segment.from; position < segment.to; position++) {
      const row = rowAt(segment, position);
      const value = readVector(vector, row);
      if (value !== null) take(cells[position - segment.from]!, value);
    }
  });
}

/** Between the two values nearest to the rank `(n − 1) q`, in proportion; null over no values. */
export function quantileOf({ values, starts }: SortedCells, cell: number, q: number): number | null {
  const from = starts[cell]!;
  const count = starts[cell + 1]! - from;
  if (count === 0) return null;
  const rank = (count - 1) * q;
  const low = values[from + Math.floor(rank)]!;
  const high = values[from + Math.ceil(rank)]!;
  return low + (high - low) * (rank - Math.floor(rank));
}
