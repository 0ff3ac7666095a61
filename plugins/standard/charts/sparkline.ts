import { bucketEnd, bucketStarts, type Frame, type Grain, type Span, type WidgetContext } from '#sdk';
import { fitGrain, type GrainSetting } from '../time/fit-grain.ts';
import { growsWithTime, type ValueSettings } from '../values/value.ts';
import { bucketValues } from './bucket-values.ts';

export const sparkGrain = (setting: GrainSetting | undefined, { range }: WidgetContext): Grain =>
  fitGrain(setting, range.selected);

/**
 * The value in each bucket of a span. A count or sum leaves its unfinished last bucket out: it would look like a fall.
 */
export function sparkline(
  frame: Frame,
  span: Span,
  on: {
    readonly value: ValueSettings;
    readonly grain: GrainSetting | undefined;
    readonly context: WidgetContext;
  },
): (number | null)[] {
  const { calendar } = on.context;
  const grain = sparkGrain(on.grain, on.context);
  const starts = bucketStarts(grain, span, calendar);
  const ends = starts.map((start) => bucketEnd(grain, start, calendar));
  const values = bucketValues(frame, on.value, { axis: { starts, ends }, context: on.context, span });
  return growsWithTime(on.value) && (ends.at(-1) ?? 0) > span.to ? values.slice(0, -1) : values;
}
