import { type ChartSeries, type Frame, say, type WidgetContext } from '#sdk';
import { membersOf } from '../members.ts';
import { topGroups } from '../values/top-groups.ts';
import { addUp, isAdditive, type Tally, type ValueSettings } from '../values/value.ts';
import { colourSlots } from './slots.ts';

const maxCategories = 5;

/** What a split frame is split over: its column, and the points of the x axis with how each reads the frame. */
export type Splitting = {
  readonly dataset: string;
  readonly split: string;
  readonly value: ValueSettings;
  /** Number of points on the x axis. */
  readonly points: number;
  /** The point a row of the frame belongs to; -1 for none. */
  readonly pointOf: (row: number) => number;
  /** The value of a tally at a point; null where the axis has not come to it yet. */
  readonly finish: (tally: Tally | undefined, point: number) => number | null;
};

/** One series per member: the five largest with colours of their own, then the others where values add up. */
export function categorySeries(frame: Frame, splitting: Splitting, context: WidgetContext): ChartSeries[] {
  const { split, value } = splitting;
  const ids = frame.column(split);
  const totals = addUp(frame, value, (row) => ids.at(row));
  const { shown } = topGroups(totals, value, { top: maxCategories, elapsedMs: 1 });
  const shownIds = shown.map(({ id }) => id);
  const slots = colourSlots(shownIds, membersOf(context, splitting.dataset, split));
  const names = namesIn(frame, split);
  const series = [...slots].map(
    ([id, slot]): ChartSeries => ({
      label: id === null ? say(context.words, 'member.none') : names.get(id)!,
      role: 'category',
      slot,
      values: valuesOf(frame, splitting, (row) => ids.at(row) === id),
    }),
  );
  if (totals.size <= maxCategories || !isAdditive(value)) return series;
  const values = valuesOf(frame, splitting, (row) => !shownIds.includes(ids.at(row)));
  return [...series, { label: say(context.words, 'member.others'), role: 'category', slot: 0, values }];
}

export function namesIn(frame: Frame, column: string): Map<number | null, string> {
  const ids = frame.column(column);
  return new Map(Array.from({ length: frame.length }, (_, row) => [ids.at(row), ids.labelAt(row)]));
}

function valuesOf(
  frame: Frame,
  { value, points, pointOf, finish }: Splitting,
  belongs: (row: number) => boolean,
): (number | null)[] {
  const tallies = addUp(frame, value, (row) => (belongs(row) ? pointOf(row) : -1));
  return Array.from({ length: points }, (_, point) => finish(tallies.get(point), point));
}
