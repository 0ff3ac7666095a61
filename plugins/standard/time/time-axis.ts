import {
  bucketEnd,
  bucketStarts,
  type ChartModel,
  formatInstant,
  type Grain,
  say,
  shiftSpans,
  type WidgetContext,
} from '#sdk';
import { bucketNames, shiftName } from './bucket-names.ts';
import { dateLocale } from './date-locale.ts';
import { fitGrain, type GrainSetting } from './fit-grain.ts';

export type TimeAxis = Pick<ChartModel, 'labels' | 'titles' | 'labelStep' | 'running' | 'marks'> & {
  readonly grain: Grain;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
};

const dayMs = 24 * 3_600_000;
const longestWithMarksMs = 2 * dayMs + dayMs / 24;

/** The grain of a chart over the whole period. */
export const chartGrain = (setting: GrainSetting | undefined, { range }: WidgetContext): Grain =>
  fitGrain(setting, range.whole);

/** The buckets of the whole period, up to its end even where that is still to come. */
export function timeAxis(setting: GrainSetting | undefined, context: WidgetContext): TimeAxis {
  const { range, calendar } = context;
  const grain = chartGrain(setting, context);
  const starts = bucketStarts(grain, range.whole, calendar);
  const ends = starts.map((start, index) => starts[index + 1] ?? bucketEnd(grain, start, calendar));
  const severalDays = range.whole.to - range.whole.from > dayMs + dayMs / 24;
  const names = starts.map((start, index) =>
    bucketNames({ start, end: ends[index]! }, grain, { context, severalDays }),
  );
  return {
    ...{ grain, starts, ends },
    labels: names.map(({ label }) => label),
    titles: names.map(({ title }) => title),
    labelStep: labelStep(starts.length, grain),
    running: runningBucket(starts, ends, context),
    marks: grain === 'hour' || grain === 'minute' ? shiftMarks(starts, context) : [],
  };
}

const maxLabels = 12;
const hourSteps = [1, 2, 4, 6, 12, 24];

function labelStep(buckets: number, grain: Grain): number {
  const least = Math.max(1, Math.ceil(buckets / maxLabels));
  return grain === 'hour' ? (hourSteps.find((step) => step >= least) ?? least) : least;
}

function runningBucket(
  starts: readonly number[],
  ends: readonly number[],
  context: WidgetContext,
): ChartModel['running'] {
  const { to } = context.range.selected;
  const index = starts.findIndex((start, at) => start < to && to < ends[at]!);
  if (index === -1) return null;
  const days = ends[index]! - starts[index]! > dayMs;
  const style = days ? 'dateTime' : 'time';
  const time = formatInstant(to, { zone: context.zone, locale: dateLocale(context), style });
  return { index, text: say(context.words, 'chart.until', { time }) };
}

function shiftMarks(starts: readonly number[], context: WidgetContext): ChartModel['marks'] {
  const { whole } = context.range;
  if (whole.to - whole.from > longestWithMarksMs) return [];
  return shiftSpans(whole, context.calendar).flatMap(({ from, shiftId }) => {
    const index = starts.findIndex((start) => start >= from);
    return shiftId === 0 || index === -1 ? [] : [{ index, text: shiftName(shiftId, context) }];
  });
}
