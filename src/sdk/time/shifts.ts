import type { Calendar, Shift, ShiftSpan } from '../calendar.ts';
import type { Span } from '../range.ts';
import { dateOf, dayStart, isPlainDay, type PlantDay, plantDay, weekdayOf } from './plant-days.ts';
import { addDays, fromPlantClock, startOfDay, zoned } from './plant-time.ts';

/** Nothing worked for so long is told apart by plant weeks. */
const longPauseMs = 8 * 24 * 3_600_000;

/**
 * A gapless cover of the span, clipped to it: one entry per shift occurrence, and `shiftId` 0 between shifts. Where two
 * shifts overlap the later one to start wins from its start.
 */
export function shiftSpans(span: Span, calendar: Calendar): ShiftSpan[] {
  if (span.to <= span.from) return [];
  const cover: ShiftSpan[] = [];
  let reached = span.from;
  const occurrences = occurrencesAround(span, calendar);
  for (const [index, occurrence] of occurrences.entries()) {
    const from = Math.max(occurrence.from, reached);
    const to = Math.min(occurrence.to, occurrences[index + 1]?.from ?? span.to, span.to);
    if (to <= from) continue;
    if (from > reached) cover.push({ from: reached, to: from, shiftId: 0 });
    cover.push({ from, to, shiftId: occurrence.shiftId });
    reached = to;
  }
  if (reached < span.to) cover.push({ from: reached, to: span.to, shiftId: 0 });
  return cover;
}

/** The whole shift occurrence around an instant, or the gap it falls in: of 8 days and more, the plant week of it. */
export const shiftAt = (instant: number, calendar: Calendar): ShiftSpan =>
  wholeShifts({ from: instant, to: instant + 1 }, calendar)[0]!;

/** What `shiftAt` gives for every instant of the span, ascending: nothing is clipped to the span. */
export function wholeShifts({ from, to }: Span, calendar: Calendar): ShiftSpan[] {
  if (to <= from) return [];
  const around = { from: from - 2 * longPauseMs, to: to + 2 * longPauseMs };
  return shiftSpans(around, calendar)
    .flatMap((span) => (isLongPause(span) ? weeksOf(span, calendar.zone) : [span]))
    .filter((span) => span.from < to && span.to > from);
}

const isLongPause = ({ from, to, shiftId }: ShiftSpan): boolean => shiftId === 0 && to - from >= longPauseMs;

function weeksOf(pause: ShiftSpan, zone: string): ShiftSpan[] {
  const weeks: ShiftSpan[] = [];
  for (let { from } = pause; from < pause.to; from = weeks.at(-1)!.to) {
    weeks.push({ ...pause, from, to: Math.min(nextMonday(from, zone), pause.to) });
  }
  return weeks;
}

const nextMonday = (instant: number, zone: string): number =>
  startOfDay(addDays(instant, 8 - zoned(instant, zone).dayOfWeek, zone), zone);

function occurrencesAround(span: Span, { zone, shifts, exceptions }: Calendar): ShiftSpan[] {
  const closed = new Set(exceptions.filter((exception) => exception.closed).map(({ date }) => date));
  const last = plantDay(span.to, zone);
  const occurrences: ShiftSpan[] = [];
  for (let day = plantDay(span.from, zone) - 1; day <= last; day++) {
    if (closed.has(dateOf(day))) continue;
    for (const shift of shifts) {
      if (shift.weekdays.includes(weekdayOf(day))) occurrences.push(occurrenceOn(day, shift, zone));
    }
  }
  return occurrences.sort((a, b) => a.from - b.from || a.shiftId - b.shiftId);
}

function occurrenceOn(day: PlantDay, shift: Shift, zone: string): ShiftSpan {
  const endDay = shift.end > shift.start ? day : day + 1;
  return { from: clockOn(day, shift.start, zone), to: clockOn(endDay, shift.end, zone), shiftId: shift.id };
}

const minuteMs = 60_000;

function clockOn(day: PlantDay, clock: string, zone: string): number {
  if (!isPlainDay(day, zone)) return fromPlantClock(`${dateOf(day)}T${clock}`, zone);
  const [hours, minutes] = clock.split(':').map(Number) as [number, number];
  return dayStart(day, zone) + (60 * hours + minutes) * minuteMs;
}
