import { type FrameParts, rowAt } from './frame-parts.ts';
import { readVector } from './vector.ts';

/** The sum of a column's values, null over none. */
export function sumOf(parts: FrameParts, name: string): number | null {
  let sum: number | null = null;
  for (const segment of parts.segments) {
    const vector = segment.vector(name);
    for (let position = segment.from; position < segment.to; position++) {
      const value = readVector(vector, rowAt(segment, position));
      if (value !== null) sum = (sum ?? 0) + value;
    }
  }
  return sum;
}
