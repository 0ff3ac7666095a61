import { type Segment, segmentLength } from './frame-parts.ts';

/** Rows that any verb is through with in a few milliseconds. */
export const maxRows = 1 << 18;

/** The same rows in segments short enough to pause between them. */
export const splitSegments = (segments: readonly Segment[]): Segment[] => segments.flatMap(split);

function split(segment: Segment): Segment[] {
  const count = Math.ceil(segmentLength(segment) / maxRows);
  if (count <= 1) return [segment];
  return Array.from({ length: count }, (_, index) => {
    const from = segment.from + index * maxRows;
    return { ...segment, from, to: Math.min(segment.to, from + maxRows) };
  });
}
