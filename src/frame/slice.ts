import { type FrameParts, partsLength, segmentLength } from './frame-parts.ts';
import { inOrder } from './order-rows.ts';

/** Rows `start … end-1`, negative from the end, as a view. */
export function slice(parts: FrameParts, start: number, end = partsLength(parts)): FrameParts {
  const ordered = inOrder(parts);
  const length = partsLength(ordered);
  const first = toPosition(start, length);
  const last = Math.max(first, toPosition(end, length));
  let before = 0;
  const segments = ordered.segments.flatMap((segment) => {
    const from = segment.from + Math.max(0, first - before);
    const to = Math.min(segment.to, segment.from + last - before);
    before += segmentLength(segment);
    return from < to ? [{ ...segment, from, to }] : [];
  });
  return { ...ordered, segments };
}

const toPosition = (index: number, length: number): number =>
  index < 0 ? Math.max(0, length + index) : Math.min(length, index);
