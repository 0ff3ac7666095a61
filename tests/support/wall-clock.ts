import type { Calendar, Grain, Shift, ShiftSpan, Span } from '#sdk';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
const dayMs = 24 * 60 * minuteMs;

/** The milliseconds that a zone's clock is ahead of UTC, by what `Intl` shows. Clocks change on quarter hours. */
function offsets(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
  const known = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(instant / quarterMs) * quarterMs;
    const [day, month, year, hour, minute, second] = (known.has(quarter) ? '' : format.format(quarter))
      .split(/\D+/)
      .map(Number);
    if (year !== undefined)
      known.set(quarter, Date.UTC(year, month! - 1, day, hour, minute, second) - quarter);
    return known.get(quarter)!;
  };
}

const dateAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);

/** A stretch of time; the last one of several has no end. */
export type Stretch = { readonly from: number; readonly to: number };

/**
 * A plant's time worked out the slow way, from nothing but what clocks show: for tests to hold the product's own
 * arithmetic against.
 */
export function wallClock({ zone, shifts, exceptions }: Calendar) {
  const offset = offsets(zone);
  const shown = (instant: number): Date => new Date(instant + offset(instant));
  const dateOf = (instant: number): string => shown(instant).toISOString().slice(0, 10);
  const mondayOf = (instant: number): string => {
    const weekday = new Date(dateOf(instant)).getUTCDay();
    return dateAfter(dateOf(instant), -((weekday + 6) % 7));
  };
  const labels = { day: dateOf, week: mondayOf, month: (at: number) => dateOf(at).slice(0, 7) };

  /** An hour begins where the clock shows a full one, and where it is changed. */
  const begins = (grain: LocalGrain, at: number): boolean =>
    grain === 'hour'
      ? shown(at).getUTCMinutes() === 0 || offset(at) !== offset(at - 1)
      : labels[grain](at) !== labels[grain](at - 1);

  /** The hours, days, weeks or months that touch the span. */
  const stretches = (grain: LocalGrain, { from, to }: Span): Stretch[] => {
    let first = Math.floor(from / quarterMs) * quarterMs;
    while (!begins(grain, first)) first -= quarterMs;
    const starts = [first];
    for (let at = first + quarterMs; at < to; at += quarterMs) if (begins(grain, at)) starts.push(at);
    return starts.map((start, index) => ({ from: start, to: starts[index + 1] ?? Infinity }));
  };

  /** A clock time that is shown twice means the first, one that is skipped is counted on from before the gap. */
  const instantOf = (date: string, clock: string): number => {
    const wall = Date.parse(`${date}T${clock}Z`);
    const possible = [offset(wall - dayMs), offset(wall + dayMs)].map((ahead) => wall - ahead);
    const real = possible.filter((at) => at + offset(at) === wall);
    return real.length > 0 ? Math.min(...real) : possible[0]!;
  };

  const occurrence = (date: string, { id, start, end }: Shift): ShiftSpan => {
    const to = instantOf(end > start ? date : dateAfter(date, 1), end);
    return { shiftId: id, from: instantOf(date, start), to };
  };

  const shiftsOn = (date: string): Shift[] => {
    if (exceptions.some((exception) => exception.closed && exception.date === date)) return [];
    const weekday = new Date(date).getUTCDay() || 7;
    return shifts.filter(({ weekdays }) => weekdays.includes(weekday));
  };

  /** The shifts worked from a month before the span to one after it; a later one to begin ends the one before. */
  const worked = ({ from, to }: Span): ShiftSpan[] => {
    const days = Math.ceil((to - from) / dayMs) + 60;
    const dates = Array.from({ length: days }, (_, day) => dateAfter(dateOf(from), day - 30));
    const found = dates.flatMap((date) => shiftsOn(date).map((shift) => occurrence(date, shift)));
    return found
      .sort((a, b) => a.from - b.from || a.shiftId - b.shiftId)
      .map((one, index) => ({ ...one, to: Math.min(one.to, found[index + 1]?.from ?? Infinity) }))
      .filter((one) => one.to > one.from);
  };

  /** The same with what lies between them as shift 0; where nothing is worked for 8 days, every plant week apart. */
  const shiftStretches = (span: Span): ShiftSpan[] => {
    const around = worked(span);
    const edge = (at: number, shiftId = -1) => ({ from: at, to: at, shiftId });
    const all = [edge(span.from - 30 * dayMs), ...around, edge(span.to + 30 * dayMs)];
    return all.slice(1).flatMap((next, index) => {
      const gap = { from: all[index]!.to, to: next.from };
      const parts = gap.to - gap.from < 8 * dayMs ? [gap] : stretches('week', gap);
      const gaps = parts.map((part) => ({
        from: Math.max(part.from, gap.from),
        to: Math.min(part.to, gap.to),
        shiftId: 0,
      }));
      return [...gaps.filter(({ from, to }) => to > from), ...(next.shiftId < 0 ? [] : [next])];
    });
  };

  return { stretches, shiftStretches };
}

type LocalGrain = Exclude<Grain, 'shift' | 'minute'>;
