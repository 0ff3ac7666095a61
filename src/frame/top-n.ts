import { type Field, type FrameParts, partsLength, plainSegment } from './frame-parts.ts';
import { slice } from './slice.ts';
import { sortBy } from './sort-by.ts';
import { sumOf } from './sum-of.ts';
import type { Vector } from './vector.ts';

/** The `n` rows with the largest `by`, largest first; with `others`, one more row for the rest, if there is a rest. */
export function topN(parts: FrameParts, n: number, options: { by: string; others: boolean }): FrameParts {
  const sorted = sortBy(parts, options.by, 'descending');
  const count = Math.max(0, n);
  const top = slice(sorted, 0, count);
  const rest = slice(sorted, count);
  if (!options.others || partsLength(rest) === 0) return top;
  const vectors = new Map([...parts.fields.values()].map((field) => [field.name, restVector(rest, field)]));
  return { ...top, segments: [...top.segments, plainSegment(vectors, 1)] };
}

const restVector = (rest: FrameParts, field: Field): Vector => ({
  kind: 'constant',
  value: field.type === 'number' ? sumOf(rest, field.name) : null,
});
