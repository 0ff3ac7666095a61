import type { Calendar, Chunk } from '#sdk';
import { monthShifts } from '../../frame/calendar-memory.ts';
import { runsVector } from '../../frame/runs-vector.ts';
import type { Runs, StoredVector } from '../../frame/vector.ts';

/** The shift of each row of a chunk, 0 between shifts: as runs, and row by row for whoever asks for that. */
export const shiftVector = (chunk: Chunk, calendar: Calendar): StoredVector =>
  runsVector(rememberedRuns(chunk, calendar));

const memory = new WeakMap<Chunk, { readonly calendar: Calendar; readonly runs: Runs }>();

/** A chunk never changes, so its runs hold as long as the calendar does. */
function rememberedRuns(chunk: Chunk, calendar: Calendar): Runs {
  const known = memory.get(chunk);
  if (known?.calendar === calendar) return known.runs;
  const runs = shiftRuns(chunk, calendar);
  memory.set(chunk, { calendar, runs });
  return runs;
}

/** Times ascend, so the end of each shift is searched for. */
function shiftRuns({ time, start, rows, key }: Chunk, calendar: Calendar): Runs {
  const ends: number[] = [];
  const values: number[] = [];
  let row = 0;
  for (const { to, shiftId } of monthShifts(key.month, calendar)) {
    const end = firstAt(time, to - start, { from: row, to: rows });
    if (end > row) {
      ends.push(end);
      values.push(shiftId);
    }
    row = end;
  }
  return { ends: Uint32Array.from(ends), values: Uint32Array.from(values) };
}

function firstAt(time: Uint32Array, offset: number, within: { from: number; to: number }): number {
  let { from, to } = within;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (time[middle]! < offset) from = middle + 1;
    else to = middle;
  }
  return from;
}
