import { addDays, plantDate, type Range, type Span, startOfDay } from '#sdk';
import type { Here } from './presets.ts';

/** A chosen period, compared with the one just before it: as many days where it is whole plant days. */
export function customRange(whole: Span, { now, zone }: Here): Range {
  const selected = { from: whole.from, to: Math.min(whole.to, now) };
  const back = shiftBack(whole, zone);
  return {
    selected,
    whole,
    previous: { from: back(selected.from), to: back(selected.to) },
    previousWhole: { from: back(whole.from), to: back(whole.to) },
    name: 'period.custom',
    comparedWith: 'period.before.custom',
  };
}

function shiftBack({ from, to }: Span, zone: string): (instant: number) => number {
  const isMidnight = (instant: number): boolean => startOfDay(instant, zone) === instant;
  if (!isMidnight(from) || !isMidnight(to)) return (instant) => instant - (to - from);
  const days = dayNumber(to, zone) - dayNumber(from, zone);
  return (instant) => addDays(instant, -days, zone);
}

const dayMs = 24 * 3_600_000;
const dayNumber = (instant: number, zone: string): number => Date.parse(plantDate(instant, zone)) / dayMs;
