import { AppError, type Break, type Calendar, type CalendarException, isZone, type Shift } from '#sdk';
import { parseJson, parseLabels } from './parse-json.ts';
import { compareText, type Reading } from './reading.ts';

/**
 * The plant's calendar; without one, UTC and no shifts. A shift that cannot be read is reported and left out. Throws
 * `calendar_zone`, since in another zone every number of the plant would be another.
 */
export async function loadCalendar(reading: Reading): Promise<Calendar> {
  const row = await reading.knex('calendars').orderBy('id').first('id', 'zone');
  if (!row) return { zone: 'UTC', shifts: [], breaks: [], exceptions: [] };
  if (!isZone(row.zone)) throw new AppError('calendar_zone', { params: { row: row.id, zone: row.zone } });
  const shifts = await loadShifts(reading, row.id);
  return {
    zone: row.zone,
    shifts,
    breaks: await loadBreaks(reading, new Set(shifts.map(({ id }) => id))),
    exceptions: await loadExceptions(reading, row.id),
  };
}

async function loadShifts({ knex, report }: Reading, calendar: number): Promise<Shift[]> {
  const rows = await knex('shifts').where({ calendar_id: calendar }).orderBy('id');
  return rows.flatMap((row) => {
    const labels = parseLabels(row.labels) ?? { es: row.code };
    const shift: Shift = {
      id: row.id,
      code: row.code,
      labels,
      start: row.start_time,
      end: row.end_time,
      weekdays: parseJson(row.weekdays).value as number[],
    };
    if (isShift(shift)) return [shift];
    report({ table: 'shifts', row: row.id, reason: 'its times or weekdays cannot be read' });
    return [];
  });
}

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;

const isShift = ({ start, end, weekdays }: Shift): boolean =>
  clock.test(start) &&
  clock.test(end) &&
  Array.isArray(weekdays) &&
  weekdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7);

async function loadBreaks({ knex, report }: Reading, shifts: ReadonlySet<number>): Promise<Break[]> {
  const rows = await knex('calendar_breaks').orderBy('id');
  return rows.flatMap((row) => {
    const found: Break = { shiftId: row.shift_id, start: row.start_time, end: row.end_time };
    if (shifts.has(found.shiftId) && clock.test(found.start) && clock.test(found.end)) return [found];
    report({ table: 'calendar_breaks', row: row.id, reason: 'its times or its shift cannot be read' });
    return [];
  });
}

async function loadExceptions({ knex }: Reading, calendar: number): Promise<CalendarException[]> {
  const rows = await knex('calendar_exceptions').where({ calendar_id: calendar });
  return rows
    .map((row) => ({
      date: row.date,
      closed: Boolean(row.closed),
      labels: parseLabels(row.labels) ?? { es: row.date },
    }))
    .sort((a, b) => compareText(a.date, b.date));
}
