import { Temporal } from 'temporal-polyfill';

/** The instant as seen on the plant's clock. */
export const zoned = (instant: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(instant)).toZonedDateTimeISO(zone);

/** The plant's date, `YYYY-MM-DD`. */
export const plantDate = (instant: number, zone: string): string =>
  zoned(instant, zone).toPlainDate().toString();

/** The first instant of the plant's day, right on 23- and 25-hour days. */
export const startOfDay = (instant: number, zone: string): number =>
  zoned(instant, zone).startOfDay().epochMilliseconds;

/** The same clock time `days` plant days later (or earlier). A clock time that does not exist moves forward. */
export const addDays = (instant: number, days: number, zone: string): number =>
  zoned(instant, zone).add({ days }).epochMilliseconds + (instant - Math.floor(instant));

/** `YYYY-MM-DDTHH:mm` of the plant's clock. */
export const toPlantClock = (instant: number, zone: string): string =>
  zoned(instant, zone).toPlainDateTime().toString({ smallestUnit: 'minute' });

/**
 * The instant of a plant clock time `YYYY-MM-DDTHH:mm[:ss[.sss]]`. Where the clock shows it twice the first is taken,
 * where it never does the moment after the gap. Throws RangeError for anything else.
 */
export const fromPlantClock = (clock: string, zone: string): number =>
  Temporal.PlainDateTime.from(clock).toZonedDateTime(zone).epochMilliseconds;

/** The zone's offset at that instant, as people read it: `GMT−3`. */
export function zoneName(instant: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts(
    instant,
  );
  return (parts.find((part) => part.type === 'timeZoneName')?.value ?? zone).replace('-', '\u2212');
}
