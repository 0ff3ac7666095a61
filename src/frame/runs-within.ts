import type { Segment } from './frame-parts.ts';
import { segmentLength } from './frame-parts.ts';
import type { KeyPart } from './key-codes.ts';
import type { Runs } from './vector.ts';

/** Runs shorter than this on average cost more than a code per row. */
export const minRowsPerRun = 8;

/** The runs of a column as stretches of the segment's positions; undefined where they are short or rows are not in order. */
export function runsWithin({ ends, values }: Runs, segment: Segment): KeyPart | undefined {
  const maxRuns = segmentLength(segment) / minRowsPerRun;
  if (!segment.ordered || segmentLength(segment) === 0) return undefined;
  const found: { end: number; code: number }[] = [];
  let position = segment.from;
  let run = firstAfter(ends, rowOf(segment, position));
  for (; position < segment.to; run++) {
    const end = positionOfRow(segment, ends[run]!, position);
    if (end > position) found.push({ end, code: values[run]! });
    if (found.length > maxRuns) return undefined;
    position = end;
  }
  return {
    kind: 'runs',
    ends: Uint32Array.from(found, ({ end }) => end),
    codes: Uint32Array.from(found, ({ code }) => code),
  };
}

const rowOf = ({ list }: Segment, position: number): number => (list ? list[position]! : position);

/** The first run that ends after the row. */
function firstAfter(ends: Uint32Array, row: number): number {
  let run = 0;
  while (ends[run]! <= row) run++;
  return run;
}

/** The first position from `low` on whose row is at or after `row`. */
function positionOfRow({ list, to }: Segment, row: number, low: number): number {
  if (!list) return Math.min(row, to);
  let first = low;
  let last = to;
  while (first < last) {
    const middle = (first + last) >>> 1;
    if (list[middle]! < row) first = middle + 1;
    else last = middle;
  }
  return first;
}
