import {
  bucketEnd,
  bucketStarts,
  type ChartModel,
  type ChartPanel,
  type ChartSeries,
  type EmptyModel,
  type Frame,
  type Need,
  type WidgetContext,
  type WidgetData,
} from '#sdk';
import { chartGrain, type TimeAxis, timeAxis } from '../time/time-axis.ts';
import { formatOf, limitText } from '../values/limits.ts';
import { groupingOf, growsWithTime, type ValueSettings } from '../values/value.ts';
import { bucketValues, valueAtBucket } from './bucket-values.ts';
import { categorySeries } from './category-series.ts';
import type { ChartSettings } from './chart-settings.ts';
import { panelBelow } from './panel-below.ts';
import { summarize } from './summarize.ts';
import { upperFirst } from './upper-first.ts';

const hasPrevious = ({ split, previous }: ChartSettings): boolean => previous ?? split === undefined;

/** What a chart over time asks for: its buckets, those of the period before, and those of the panel below. */
export function needsOverTime(settings: ChartSettings, context: WidgetContext): Record<string, Need> {
  const { dataset, value, split, panel } = settings;
  const grain = chartGrain(settings.grain, context);
  const keys = split ? [split] : [];
  return {
    buckets: { dataset, aggregate: groupingOf(value, keys, grain) },
    ...(hasPrevious(settings) && {
      before: { dataset, window: 'previousWhole' as const, aggregate: groupingOf(value, [], grain) },
    }),
    ...(panel && { panel: { dataset, aggregate: groupingOf(panel.value, [], grain) } }),
  };
}

/** The chart of those buckets, as bars or as lines. */
export function chartOverTime(
  settings: ChartSettings & { readonly type: ChartPanel['type']; readonly stacked?: boolean },
  data: WidgetData,
  context: WidgetContext,
): ChartModel | EmptyModel {
  const buckets = data.frame('buckets');
  if (buckets.length === 0) return { kind: 'empty' };
  const axis = timeAxis(settings.grain, context);
  const format = formatOf(settings.value, settings.format);
  const series = settings.split
    ? splitSeries(buckets, { ...settings, split: settings.split }, { axis, context })
    : [mainSeries(buckets, settings.value, { axis, context })];
  const before = hasPrevious(settings)
    ? previousSeries(data.frame('before'), settings.value, { axis, context })
    : [];
  const main: ChartPanel = {
    type: settings.type,
    format,
    series: [...series, ...before],
    ...(settings.stacked && { stacked: true }),
    ...(growsWithTime(settings.value) && { grows: true as const }),
    ...(settings.limit && {
      limit: { value: settings.limit.value, text: limitText(settings.limit, format, context) },
    }),
  };
  const { labels, titles, labelStep, running, marks } = axis;
  return {
    kind: 'chart',
    ...{ labels, titles, labelStep, running, marks },
    panels: settings.panel
      ? [main, panelBelow(data.frame('panel'), settings.panel, { axis, context })]
      : [main],
    summary: summarize(main, axis.titles, context),
  };
}

type On = { readonly axis: TimeAxis; readonly context: WidgetContext };

const mainSeries = (frame: Frame, value: ValueSettings, on: On): ChartSeries => ({
  label: on.context.range.name,
  role: 'data',
  values: bucketValues(frame, value, on),
});

function splitSeries(
  frame: Frame,
  settings: ChartSettings & { split: string },
  { axis, context }: On,
): ChartSeries[] {
  const { dataset, split, value } = settings;
  const times = frame.column('time');
  const point = new Map(axis.starts.map((start, index) => [start, index]));
  const pointOf = (row: number): number => point.get(times.at(row) ?? Number.NaN) ?? -1;
  const finish = valueAtBucket(value, axis, context.range.selected);
  return categorySeries(
    frame,
    { dataset, split, value, points: axis.starts.length, pointOf, finish },
    context,
  );
}

/** The n-th bucket of the period before stands under the n-th of this one. */
function previousSeries(frame: Frame, value: ValueSettings, { axis, context }: On): ChartSeries[] {
  if (frame.length === 0) return [];
  const { range, calendar } = context;
  const starts = bucketStarts(axis.grain, range.previousWhole, calendar);
  const ends = starts.map((start) => bucketEnd(axis.grain, start, calendar));
  const values = bucketValues(frame, value, { axis: { starts, ends }, context, span: range.previousWhole });
  const aligned = axis.starts.map((_, index) => values[index] ?? null);
  return [{ label: upperFirst(range.comparedWith), role: 'previous', values: aligned }];
}
