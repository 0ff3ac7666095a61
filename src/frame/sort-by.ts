import { type FrameParts, fieldOf, partsLength, rowAt } from './frame-parts.ts';
import { gatherRows, inOrder, type Picks } from './order-rows.ts';
import { readVector } from './vector.ts';

export type Direction = 'ascending' | 'descending';

/** Stable; null sorts last either way. Columns of the result are copied when first read. */
export function sortBy(parts: FrameParts, name: string, direction: Direction): FrameParts {
  fieldOf(parts, name);
  const ordered = inOrder(parts);
  const picks = everyRow(ordered);
  const values = readAll(ordered, picks, name);
  const sign = direction === 'ascending' ? 1 : -1;
  const order = new Uint32Array(values.length).map((_, row) => row);
  order.sort((a, b) => compare(values[a]!, values[b]!, sign));
  return gatherRows(ordered, pick(picks, order), false);
}

function everyRow(parts: FrameParts): Picks {
  const picks = {
    segments: new Uint32Array(partsLength(parts)),
    rows: new Uint32Array(partsLength(parts)),
  };
  let next = 0;
  parts.segments.forEach((segment, index) => {
    for (let position = segment.from; position < segment.to; position++, next++) {
      picks.segments[next] = index;
      picks.rows[next] = rowAt(segment, position);
    }
  });
  return picks;
}

function readAll(parts: FrameParts, picks: Picks, name: string): Float64Array {
  const vectors = parts.segments.map((segment) => segment.vector(name));
  return new Float64Array(picks.rows.length).map(
    (_, row) => readVector(vectors[picks.segments[row]!]!, picks.rows[row]!) ?? Number.NaN,
  );
}

function compare(a: number, b: number, sign: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  if (Number.isNaN(b)) return -1;
  return a === b ? 0 : a < b ? -sign : sign;
}

const pick = (picks: Picks, order: Uint32Array): Picks => ({
  segments: order.map((row) => picks.segments[row]!),
  rows: order.map((row) => picks.rows[row]!),
});
