import type { Knex } from 'knex';
import { type Database, isZone, type PackDefinition, refuse } from '#sdk';
import { upsert } from './upsert.ts';
import { writeMetadata } from './write-metadata.ts';

/** A calendar on its way in: ids are given on writing, breaks name their shift by code. */
export type NewCalendar = { readonly zone: string } & NonNullable<PackDefinition['calendar']>;

const calendarId = 1;

/**
 * Replaces the plant's calendar. A shift keeps its id by its code, since links and saved filters carry ids. Refuses a
 * zone that is not an IANA name.
 */
export async function setCalendar(database: Database, calendar: NewCalendar): Promise<void> {
  if (!isZone(calendar.zone)) throw refuse('unknown_zone', 'zone', { zone: calendar.zone });
  await writeMetadata(database, (trx) => writeCalendar(trx, calendar));
}

/** The same inside a transaction that somebody else began. */
export async function writeCalendar(trx: Knex.Transaction, calendar: NewCalendar): Promise<void> {
  await trx('calendars').insert({ id: calendarId, zone: calendar.zone }).onConflict('id').merge();
  await trx('calendar_breaks').delete();
  await trx('calendar_exceptions').delete();
  await trx('shifts')
    .whereNotIn(
      'code',
      calendar.shifts.map(({ code }) => code),
    )
    .delete();
  for (const shift of calendar.shifts) await writeShift(trx, shift);
  const ids = new Map<string, number>(
    (await trx('shifts').select('id', 'code')).map(({ id, code }) => [code, id]),
  );
  for (const { shift, start, end } of calendar.breaks) {
    if (!ids.has(shift)) throw refuse('unknown_shift', 'breaks', { shift });
    await trx('calendar_breaks').insert({ shift_id: ids.get(shift), start_time: start, end_time: end });
  }
  for (const { date, closed, labels } of calendar.exceptions) {
    const row = { calendar_id: calendarId, date, closed, labels: JSON.stringify(labels) };
    await trx('calendar_exceptions').insert(row);
  }
}

async function writeShift(trx: Knex.Transaction, shift: NewCalendar['shifts'][number]): Promise<void> {
  const { code, labels, start, end, weekdays } = shift;
  const values = {
    labels: JSON.stringify(labels),
    start_time: start,
    end_time: end,
    weekdays: JSON.stringify(weekdays),
  };
  await upsert(trx, 'shifts', { where: { calendar_id: calendarId, code }, values });
}
