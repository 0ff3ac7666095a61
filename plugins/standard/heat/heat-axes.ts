import {
  AppError,
  addDays,
  bucketStarts,
  type Calendar,
  type Frame,
  formatInstant,
  plantDate,
  say,
  shiftSpans,
  startOfDay,
  type WidgetContext,
  windowSpan,
} from '#sdk';
import { namesIn } from '../charts/category-series.ts';
import { membersOf } from '../members.ts';
import { dateLocale } from '../time/date-locale.ts';

/** A row or a column of a heat map: what its cells are found by, and what it is called. */
export type HeatAxis = {
  readonly key: number | null;
  readonly label: string;
  readonly title: string;
  readonly now: boolean;
  /** Shifts that have not begun on this day, and will. */
  readonly shiftsAhead?: readonly number[];
};

const mostColumns = 31;

/** The members that have rows, in their own order; shifts by the clock of the day. */
export function memberAxis(
  frame: Frame,
  { dataset, column }: { readonly dataset: string; readonly column: string },
  context: WidgetContext,
): HeatAxis[] {
  const present = new Set(frame.column(column));
  const names = namesIn(frame, column);
  const order =
    column === 'shift'
      ? shiftsByClock(context.calendar)
      : membersOf(context, dataset, column).map(({ id }) => id);
  const placed = [...order, ...[...present].filter((id) => id === null || !order.includes(id))];
  return placed
    .filter((id) => present.has(id))
    .map((id) => {
      const label = id === null ? say(context.words, 'member.none') : names.get(id)!;
      return { key: id, label, title: label, now: false };
    });
}

/** A shift that runs over midnight opens the day. */
const shiftsByClock = ({ shifts }: Calendar): number[] =>
  shifts
    .map(({ id, start, end }) => ({ id, first: end <= start ? '' : start }))
    .sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
    .map(({ id }) => id);

/** Plant days up to the selected end, oldest first. */
export function pastDays(days: number, context: WidgetContext): HeatAxis[] {
  const { calendar, range, zone } = context;
  const span = windowSpan(range, { days }, zone);
  const today = plantDate(context.now, zone);
  const write = (instant: number, style: 'weekday' | 'dayMonth' | 'date') =>
    formatInstant(instant, { zone, locale: dateLocale(context), style });
  return bucketStarts('day', span, calendar).map((start) => {
    const now = plantDate(start, zone) === today;
    const label = write(start, days <= 7 ? 'weekday' : 'dayMonth');
    return {
      key: start,
      label: now ? say(context.words, 'heat.today') : label,
      title: write(start, 'date'),
      now,
      shiftsAhead: now ? shiftsAhead(range.selected.to, context) : [],
    };
  });
}

function shiftsAhead(until: number, { calendar, zone }: WidgetContext): number[] {
  const from = startOfDay(until - 1, zone);
  const begun = shiftSpans({ from, to: until }, calendar).map(({ shiftId }) => shiftId);
  const later = shiftSpans({ from: until, to: addDays(from, 1, zone) }, calendar);
  return later.map(({ shiftId }) => shiftId).filter((id) => !begun.includes(id));
}

/** Throws `heat_too_wide`: more columns than can be read side by side. */
export function checkWidth(columns: readonly HeatAxis[]): readonly HeatAxis[] {
  if (columns.length > mostColumns)
    throw new AppError('heat_too_wide', { params: { columns: columns.length, max: mostColumns } });
  return columns;
}
