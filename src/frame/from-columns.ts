import type { Calendar } from '#sdk';
import { byName, type Field, plainSegment } from './frame-parts.ts';
import { SegmentFrame } from './segment-frame.ts';
import { toVector, type Vector } from './vector.ts';

/** A column given as plain values; null and NaN stand for no value. */
export type PlainColumn = Field & { readonly values: ArrayLike<number | null> };

/** A frame over copies of plain columns of equal length. Grains and shifts need the calendar. */
export function fromColumns(columns: readonly PlainColumn[], calendar: Calendar | null = null): SegmentFrame {
  const vectors = columns.map(({ name, values }): [string, Vector] => [name, toVector(values)]);
  const segment = plainSegment(new Map(vectors), columns[0]?.values.length ?? 0);
  const fields = columns.map(({ values: _, ...field }) => field);
  return new SegmentFrame({ fields: byName(fields), segments: [segment], order: 'listed', calendar });
}
