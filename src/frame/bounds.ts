import type { Segment } from './frame-parts.ts';
import type { StoredVector } from './vector.ts';

/** How many of the ascending values are at or before `value`. */
export function countUpTo(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The first position from `low` on in an ordered segment whose time is at or after the instant. Steps grow from `low`,
 * so that a near answer is found soon.
 */
export function positionOf(segment: Segment, instant: number, low = segment.from): number {
  const { values, offset = 0 } = segment.vector('time') as StoredVector;
  const { list } = segment;
  const time = instant - offset;
  const isBefore = (position: number) => values[list ? list[position]! : position]! < time;
  let first = low;
  let step = 16;
  while (first + step < segment.to && isBefore(first + step)) {
    first += step;
    step *= 2;
  }
  let last = Math.min(segment.to, first + step);
  while (first < last) {
    const middle = (first + last) >>> 1;
    if (isBefore(middle)) first = middle + 1;
    else last = middle;
  }
  return first;
}
