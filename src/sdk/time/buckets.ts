import type { Temporal } from 'temporal-polyfill';
import type { Calendar, Grain } from '../calendar.ts';
import type { Span } from '../range.ts';
import { dayStart, dayStarts, isPlainDay, plantDay } from './plant-days.ts';
import { addDays, startOfDay, zoned } from './plant-time.ts';
import { shiftAt, wholeShifts } from './shifts.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** The start of the bucket that holds the instant, in the plant's zone. Weeks start on Monday. */
export function startOf(grain: Grain, instant: number, calendar: Calendar): number {
  const { zone } = calendar;
  if (grain === 'minute') return Math.floor(instant / minuteMs) * minuteMs;
  if (grain === 'shift') return shiftAt(instant, calendar).from;
  const here = zoned(instant, zone);
  if (grain === 'hour') return hourStart(here);
  if (grain === 'week') return startOfDay(addDays(instant, 1 - here.dayOfWeek, zone), zone);
  if (grain === 'month') return here.with({ day: 1 }).startOfDay().epochMilliseconds;
  return startOfDay(instant, zone);
}

/**
 * The starts of every bucket that touches the span, ascending: the first is at or before `span.from`, the last before
 * `span.to`. Empty for an empty span. A bucket ends where the next one starts.
 */
export function bucketStarts(grain: Grain, span: Span, calendar: Calendar): number[] {
  if (span.to <= span.from) return [];
  const known = memoryOf(calendar);
  const key = `${grain} ${span.from} ${span.to}`;
  let starts = known.get(key);
  if (!starts) {
    starts = findStarts(grain, span, calendar);
    if (known.size >= maxRemembered) known.clear();
    if (starts.length <= maxRemembered) known.set(key, starts);
  }
  return [...starts];
}

/** The cards of one Apply ask for the same buckets again and again. */
const memory = new WeakMap<Calendar, Map<string, readonly number[]>>();
const maxRemembered = 1000;

function memoryOf(calendar: Calendar): Map<string, readonly number[]> {
  const known = memory.get(calendar) ?? new Map<string, readonly number[]>();
  memory.set(calendar, known);
  return known;
}

function findStarts(grain: Grain, span: Span, calendar: Calendar): readonly number[] {
  if (grain === 'shift') return wholeShifts(span, calendar).map(({ from }) => from);
  const first = startOf(grain, span.from, calendar);
  if (grain === 'minute') return steps(first, span.to, minuteMs);
  if (grain === 'hour') return hours(first, span.to, calendar);
  if (grain === 'day') return dayStarts(plantDay(first, calendar.zone), span.to, calendar.zone);
  return walk(first, span.to, (start) => nextStart(grain, start, calendar.zone));
}

/** Where the bucket starting at `start` ends. */
export function bucketEnd(grain: Grain, start: number, calendar: Calendar): number {
  if (grain === 'minute') return start + minuteMs;
  if (grain === 'hour') return nextHour(start, calendar);
  if (grain === 'shift') return shiftAt(start, calendar).to;
  return nextStart(grain, start, calendar.zone);
}

function hours(first: number, to: number, calendar: Calendar): number[] {
  const { zone } = calendar;
  const starts: number[] = [];
  let start = first;
  for (let day = plantDay(first, zone); start < to; day++) {
    const end = Math.min(dayStart(day + 1, zone), to);
    const own = isPlainDay(day, zone)
      ? steps(start, end, hourMs)
      : walk(start, end, (from) => nextHour(from, calendar));
    starts.push(...own);
    start = Math.max(start, end);
  }
  return starts;
}

/** Hours begin at the clock's full ones, and where the clock is changed in between. */
function hourStart(here: Temporal.ZonedDateTime): number {
  const full = here.subtract({ milliseconds: pastFullHour(here) });
  if (full.offsetNanoseconds === here.offsetNanoseconds) return full.epochMilliseconds;
  return here.add({ milliseconds: 1 }).getTimeZoneTransition('previous')!.epochMilliseconds;
}

function nextHour(start: number, { zone }: Calendar): number {
  const here = zoned(start, zone);
  const change = here.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  return Math.min(start + hourMs - pastFullHour(here), change);
}

const pastFullHour = ({ minute, second, millisecond }: Temporal.ZonedDateTime): number =>
  (minute * 60 + second) * 1000 + millisecond;

function nextStart(grain: 'day' | 'week' | 'month', start: number, zone: string): number {
  const step = grain === 'day' ? { days: 1 } : grain === 'week' ? { days: 7 } : { months: 1 };
  return zoned(start, zone).toPlainDate().add(step).toZonedDateTime(zone).epochMilliseconds;
}

const steps = (from: number, to: number, stepMs: number): number[] =>
  Array.from({ length: Math.max(0, Math.ceil((to - from) / stepMs)) }, (_, index) => from + index * stepMs);

function walk(from: number, to: number, next: (start: number) => number): number[] {
  const starts: number[] = [];
  for (let start = from; start < to; start = next(start)) starts.push(start);
  return starts;
}
