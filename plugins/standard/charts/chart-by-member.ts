import {
  type ChartModel,
  type ChartPanel,
  type ChartSeries,
  type EmptyModel,
  type Frame,
  type Need,
  say,
  type WidgetContext,
  type WidgetData,
} from '#sdk';
import { formatOf, limitText } from '../values/limits.ts';
import { type Ranked, topGroups } from '../values/top-groups.ts';
import { addUp, finishTally, groupingOf, isAdditive } from '../values/value.ts';
import { categorySeries, namesIn } from './category-series.ts';
import type { ChartSettings } from './chart-settings.ts';
import { summarize } from './summarize.ts';
import { upperFirst } from './upper-first.ts';

export type BarSettings = Omit<ChartSettings, 'panel' | 'grain'> & {
  readonly by: string;
  readonly layout?: 'stacked' | 'grouped';
  /** Members shown before the others. Default 12. */
  readonly top?: number;
};

const defaultTop = 12;
const hasPrevious = ({ split, previous }: BarSettings): boolean => previous ?? split === undefined;

export function needsByMember(settings: BarSettings): Record<string, Need> {
  const { dataset, value, by, split } = settings;
  const before = { dataset, window: 'previous' as const, aggregate: groupingOf(value, [by]) };
  return {
    members: { dataset, aggregate: groupingOf(value, split ? [by, split] : [by]) },
    ...(hasPrevious(settings) && { before }),
  };
}

/** Bars per member, largest first, then the others. */
export function chartByMember(
  settings: BarSettings,
  data: WidgetData,
  context: WidgetContext,
): ChartModel | EmptyModel {
  const frame = data.frame('members');
  if (frame.length === 0) return { kind: 'empty' };
  const points = pointsOf(frame, settings, context);
  const format = formatOf(settings.value, settings.format);
  const series = settings.split
    ? splitSeries(frame, { ...settings, split: settings.split }, { points, context })
    : [mainSeries(points, context), ...previousSeries(data, settings, { points, context })];
  const panel: ChartPanel = {
    type: 'bars',
    format,
    series,
    ...(settings.split && settings.layout !== 'grouped' && { stacked: true }),
    ...(settings.limit && {
      limit: { value: settings.limit.value, text: limitText(settings.limit, format, context) },
    }),
  };
  const labels = points.map(({ label }) => label);
  return {
    kind: 'chart',
    ...{ labels, titles: labels, labelStep: 1, running: null, marks: [], panels: [panel] },
    summary: summarize(panel, labels, context),
  };
}

/** A bar: one member, or (`ids` null) every member not shown. */
type Point = { readonly label: string; readonly id: number | null | 'others'; readonly value: number | null };
type On = { readonly points: readonly Point[]; readonly context: WidgetContext };

function pointsOf(
  frame: Frame,
  { by, value, top = defaultTop }: BarSettings,
  context: WidgetContext,
): Point[] {
  const ids = frame.column(by);
  const names = namesIn(frame, by);
  const tallies = addUp(frame, value, (row) => ids.at(row));
  const { shown, others } = topGroups(tallies, value, { top, elapsedMs: elapsed(context) });
  const name = ({ id }: Ranked): string => (id === null ? say(context.words, 'member.none') : names.get(id)!);
  return [
    ...shown.map((one) => ({ label: name(one), id: one.id, value: one.value })),
    ...(others
      ? [{ label: say(context.words, 'member.others'), id: 'others' as const, value: others.value }]
      : []),
  ];
}

const elapsed = ({ range }: WidgetContext): number => range.selected.to - range.selected.from;

const mainSeries = (points: readonly Point[], { range }: WidgetContext): ChartSeries => ({
  label: range.name,
  role: 'data',
  values: points.map(({ value }) => value),
});

const pointTest = (points: readonly Point[]): ((id: number | null) => number) => {
  const index = new Map(points.map(({ id }, point) => [id, point]));
  return (id) => index.get(id) ?? index.get('others') ?? -1;
};

function splitSeries(
  frame: Frame,
  settings: BarSettings & { split: string },
  { points, context }: On,
): ChartSeries[] {
  const { dataset, split, value } = settings;
  const ids = frame.column(settings.by);
  const place = pointTest(points);
  return categorySeries(
    frame,
    {
      ...{ dataset, split, value, points: points.length },
      pointOf: (row) => place(ids.at(row)),
      finish: (tally) => finishTally(tally, value, elapsed(context)),
    },
    context,
  );
}

function previousSeries(data: WidgetData, settings: BarSettings, { points, context }: On): ChartSeries[] {
  if (!hasPrevious(settings)) return [];
  const frame = data.frame('before');
  if (frame.length === 0) return [];
  const ids = frame.column(settings.by);
  const place = pointTest(points);
  const tallies = addUp(frame, settings.value, (row) => place(ids.at(row)));
  const { previous, comparedWith } = context.range;
  const values = points.map(({ id }, point) =>
    id === 'others' && !isAdditive(settings.value)
      ? null
      : finishTally(tallies.get(point), settings.value, previous.to - previous.from),
  );
  return [{ label: upperFirst(comparedWith), role: 'previous', values }];
}
