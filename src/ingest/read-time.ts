import { localClock } from './local-clock.ts';
import { textOf } from './read-value.ts';
import { type Refusal, refusal } from './refusal.ts';

const earliest = Date.UTC(1990, 0, 1);
const latest = Date.UTC(2100, 0, 1);
const clockPattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * Reads moments: `YYYY-MM-DD[ HH:MM[:SS[.sss]]]` with `T` or a blank between, ending in Z, an offset, or nothing for
 * the clock of `zone`; or the digits of epoch seconds or milliseconds. From 1990 up to 2100.
 */
export function timeReader(zone: string): (raw: unknown) => number | Refusal {
  const fromLocal = localClock(zone);
  return (raw) => {
    const text = textOf(raw);
    if (text === '') return refusal('missing_value', 'time', '');
    const time = text === null ? null : (fromDigits(text) ?? fromClock(text, fromLocal));
    if (time === null) return refusal('bad_time', 'time', raw);
    if (time === 'gap') return refusal('time_in_gap', 'time', raw);
    return time < earliest || time >= latest ? refusal('time_out_of_range', 'time', raw) : time;
  };
}

function fromDigits(text: string): number | null {
  if (/^\d{9,10}(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000);
  return /^\d{12,13}(\.\d+)?$/.test(text) ? Math.floor(Number(text)) : null;
}

function fromClock(text: string, fromLocal: (clock: number) => number | null): number | 'gap' | null {
  const parts = clockPattern.exec(text);
  if (!parts) return null;
  const clock = clockOf(parts);
  if (clock === null) return null;
  const offset = parts[8];
  if (offset === undefined) return fromLocal(clock) ?? 'gap';
  return clock - offsetMs(offset);
}

/** The clock's reading as if it were UTC, or null for one that no clock shows. */
function clockOf(parts: RegExpExecArray): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map(Number)
    .map(orZero);
  if (hour > 23 || minute > 59 || second > 59) return null;
  const ms = Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3));
  const clock = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const read = new Date(clock);
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === day ? clock : null;
}

const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value);

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === 'Z') return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (offset.startsWith('-') ? -1 : 1) * minutes * 60_000;
}
