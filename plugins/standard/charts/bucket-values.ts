import type { Frame, Span, WidgetContext } from '#sdk';
import type { TimeAxis } from '../time/time-axis.ts';
import { addUp, finishTally, type Tally, type ValueSettings } from '../values/value.ts';

type Buckets = Pick<TimeAxis, 'starts' | 'ends'>;

/** The value of every bucket of the axis that has begun in the selected period; null for those still to come. */
export function bucketValues(
  frame: Frame,
  value: ValueSettings,
  on: { readonly axis: Buckets; readonly context: WidgetContext; readonly span?: Span },
): (number | null)[] {
  const times = frame.column('time');
  const tallies = addUp(frame, value, (row) => times.at(row));
  const finish = valueAtBucket(value, on.axis, on.span ?? on.context.range.selected);
  return on.axis.starts.map((start, point) => finish(tallies.get(start), point));
}

/** How a tally of the axis's n-th bucket reads; the time of a rate is what of the bucket lies in the span. */
export const valueAtBucket =
  (value: ValueSettings, axis: Buckets, span: Span) =>
  (tally: Tally | undefined, point: number): number | null => {
    const from = Math.max(axis.starts[point]!, span.from);
    const to = Math.min(axis.ends[point]!, span.to);
    return to <= from ? null : finishTally(tally, value, to - from);
  };
