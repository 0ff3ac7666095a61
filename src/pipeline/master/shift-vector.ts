import type { Calendar, Chunk } from '#sdk';
import { monthShifts } from '../../frame/calendar-memory.ts';
import type { Vector } from '../../frame/vector.ts';

/** The shift of each row of a chunk, 0 between shifts. Times ascend, so both are walked once. */
export function shiftVector({ time, start, rows, key }: Chunk, calendar: Calendar): Vector {
  const largest = calendar.shifts.reduce((max, { id }) => Math.max(max, id), 0);
  const values = largest < 1 << 8 ? new Uint8Array(rows) : new Uint32Array(rows);
  let row = 0;
  for (const { to, shiftId } of monthShifts(key.month, calendar)) {
    const first = row;
    while (row < rows && time[row]! < to - start) row++;
    values.fill(shiftId, first, row);
  }
  return { kind: 'stored', values };
}
