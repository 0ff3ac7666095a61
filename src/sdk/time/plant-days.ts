import { Temporal } from 'temporal-polyfill';
import { zoned } from './plant-time.ts';

/** A date of the plant's clock, as days since 1970-01-01. */
export type PlantDay = number;

const dayMs = 24 * 3_600_000;

export const plantDay = (instant: number, zone: string): PlantDay =>
  Math.round(Date.parse(`${zoned(instant, zone).toPlainDate()}T00:00Z`) / dayMs);

/** `YYYY-MM-DD`. */
export const dateOf = (day: PlantDay): string => new Date(day * dayMs).toISOString().slice(0, 10);

/** 1 is Monday, 7 Sunday. */
export const weekdayOf = (day: PlantDay): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** The day's first instant. */
export function dayStart(day: PlantDay, zone: string): number {
  const starts = startsIn(zone);
  let start = starts.get(day);
  if (start === undefined) {
    start = Temporal.PlainDate.from(dateOf(day)).toZonedDateTime(zone).epochMilliseconds;
    if (starts.size >= maxRemembered) starts.clear();
    starts.set(day, start);
  }
  return start;
}

/** Whether the day has 24 hours and no clock change. */
export const isPlainDay = (day: PlantDay, zone: string): boolean =>
  dayStart(day + 1, zone) - dayStart(day, zone) === dayMs;

/** The starts of the plant's days from `first` on, before `to`; a date that a zone skipped has none. */
export function dayStarts(first: PlantDay, to: number, zone: string): number[] {
  const starts: number[] = [];
  for (let day = first; dayStart(day, zone) < to; day++) {
    const start = dayStart(day, zone);
    if (start !== starts.at(-1)) starts.push(start);
  }
  return starts;
}

/** What a zone does on a date never changes, and asking for it is what costs in working out a calendar. */
const memory = new Map<string, Map<PlantDay, number>>();
const maxRemembered = 5000;
const maxZones = 50;

function startsIn(zone: string): Map<PlantDay, number> {
  let starts = memory.get(zone);
  if (!starts) {
    if (memory.size >= maxZones) memory.clear();
    starts = new Map();
    memory.set(zone, starts);
  }
  return starts;
}
