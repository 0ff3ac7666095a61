import { describe, expect, it } from 'vitest';
import {
  addDays,
  bucketEnd,
  bucketStarts,
  type Calendar,
  formatInstant,
  fromPlantClock,
  type Grain,
  monthsOf,
  nextMonth,
  plantDate,
  shiftAt,
  shiftSpans,
  startOf,
  startOfDay,
  toPlantClock,
  zoneName,
} from '#sdk';

const utc = (text: string): number => Date.parse(`${text}Z`);
const iso = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const calendar = (zone: string): Calendar => ({
  zone,
  shifts: [
    { id: 1, code: 'M', labels: { es: 'Mañana' }, start: '06:00', end: '14:00', weekdays: everyDay },
    { id: 2, code: 'T', labels: { es: 'Tarde' }, start: '14:00', end: '22:00', weekdays: everyDay },
    { id: 3, code: 'N', labels: { es: 'Noche' }, start: '22:00', end: '06:00', weekdays: [1, 2, 3, 4, 5] },
  ],
  breaks: [],
  exceptions: [{ date: '2026-12-25', closed: true, labels: { es: 'Navidad' } }],
});

describe('the plant clock', () => {
  it('reads dates and days in the plant zone, not in UTC', () => {
    expect(plantDate(utc('2026-11-20T02:30'), 'America/Argentina/Buenos_Aires')).toBe('2026-11-19');
    expect(iso(startOfDay(utc('2026-11-20T02:30'), 'America/Argentina/Buenos_Aires'))).toBe(
      '2026-11-19T03:00',
    );
  });

  it('keeps the clock time when adding days over a clock change', () => {
    expect(iso(addDays(utc('2026-03-28T11:00'), 1, 'Europe/Rome'))).toBe('2026-03-29T10:00');
  });

  it('takes the first of two equal clock times and steps over a missing one', () => {
    expect(iso(fromPlantClock('2026-10-25T02:30', 'Europe/Rome'))).toBe('2026-10-25T00:30');
    expect(toPlantClock(fromPlantClock('2026-03-29T02:30', 'Europe/Rome'), 'Europe/Rome')).toBe(
      '2026-03-29T03:30',
    );
  });

  it('refuses a clock time that is none', () => {
    expect(() => fromPlantClock('2026-02-30T10:00:00x', 'Europe/Rome')).toThrow(RangeError);
  });

  it('names the offset as people read it', () => {
    expect(zoneName(utc('2026-11-19T12:00'), 'America/Argentina/Buenos_Aires')).toBe('GMT−3');
  });
});

describe('buckets', () => {
  const countPerDay = (day: string, zone: string, grain: Grain = 'hour') => {
    const from = fromPlantClock(`${day}T00:00`, zone);
    return bucketStarts(grain, { from, to: addDays(from, 1, zone) }, calendar(zone)).length;
  };

  it('has 23, 24 and 25 hours in a day', () => {
    expect(countPerDay('2026-03-29', 'Europe/Rome')).toBe(23);
    expect(countPerDay('2026-03-30', 'Europe/Rome')).toBe(24);
    expect(countPerDay('2026-10-25', 'Europe/Rome')).toBe(25);
  });

  it('follows zones with odd offsets', () => {
    const start = startOf('hour', utc('2026-11-19T12:20'), calendar('Asia/Kathmandu'));
    expect(toPlantClock(start, 'Asia/Kathmandu')).toBe('2026-11-19T18:00');
    expect(countPerDay('2026-10-04', 'Australia/Lord_Howe')).toBe(24);
  });

  it.each([
    ['back', '2026-04-04T15:10', ['2026-04-04T14:00', '2026-04-04T15:00', '2026-04-04T15:30']],
    ['forward', '2026-10-03T15:40', ['2026-10-03T14:30', '2026-10-03T15:30', '2026-10-03T16:00']],
  ])('begins an hour where the clock goes %s by half of one', (_way, moment, starts) => {
    const lordHowe = calendar('Australia/Lord_Howe');
    const [before, changed, after] = starts.map(utc);
    const span = { from: before!, to: after! + 1 };
    expect(bucketStarts('hour', span, lordHowe).map(iso)).toEqual(starts);
    expect(startOf('hour', utc(moment), lordHowe)).toBe(changed);
    expect(startOf('hour', changed!, lordHowe)).toBe(changed);
    expect(bucketEnd('hour', changed!, lordHowe)).toBe(after);
  });

  it.each([
    ['minute', '2026-11-19T11:20', '2026-11-19T11:21'],
    ['hour', '2026-11-19T11:00', '2026-11-19T12:00'],
    ['shift', '2026-11-19T05:00', '2026-11-19T13:00'],
    ['day', '2026-11-18T23:00', '2026-11-19T23:00'],
    ['week', '2026-11-15T23:00', '2026-11-22T23:00'],
    ['month', '2026-10-31T23:00', '2026-11-30T23:00'],
  ] as const)('starts and ends a %s in the plant zone', (grain, start, end) => {
    const found = startOf(grain, utc('2026-11-19T11:20'), calendar('Europe/Rome'));
    expect([iso(found), iso(bucketEnd(grain, found, calendar('Europe/Rome')))]).toEqual([start, end]);
  });

  it('covers a span from the bucket that holds its first instant', () => {
    const days = bucketStarts(
      'day',
      { from: utc('2026-11-19T11:20'), to: utc('2026-11-20T23:00') },
      calendar('Europe/Rome'),
    );
    expect(days.map(iso)).toEqual(['2026-11-18T23:00', '2026-11-19T23:00']);
    expect(bucketStarts('day', { from: 5, to: 5 }, calendar('Europe/Rome'))).toEqual([]);
  });

  it('know no day that a zone left out: Samoa went from 29 to 31 December 2011', () => {
    const span = { from: utc('2011-12-29T12:00'), to: utc('2012-01-01T00:00') };
    expect(bucketStarts('day', span, calendar('Pacific/Apia')).map(iso)).toEqual([
      '2011-12-29T10:00',
      '2011-12-30T10:00',
      '2011-12-31T10:00',
    ]);
  });
});

describe('shifts', () => {
  const named = (from: string, to: string) =>
    shiftSpans({ from: utc(from), to: utc(to) }, calendar('UTC')).map((span) => [
      span.shiftId,
      iso(span.from),
      iso(span.to),
    ]);

  it('cover a day without gaps, the night crossing midnight', () => {
    expect(named('2026-11-19T00:00', '2026-11-20T00:00')).toEqual([
      [3, '2026-11-19T00:00', '2026-11-19T06:00'],
      [1, '2026-11-19T06:00', '2026-11-19T14:00'],
      [2, '2026-11-19T14:00', '2026-11-19T22:00'],
      [3, '2026-11-19T22:00', '2026-11-20T00:00'],
    ]);
  });

  it('leave shift 0 where none is worked', () => {
    expect(named('2026-11-21T20:00', '2026-11-22T08:00')).toEqual([
      [2, '2026-11-21T20:00', '2026-11-21T22:00'],
      [0, '2026-11-21T22:00', '2026-11-22T06:00'],
      [1, '2026-11-22T06:00', '2026-11-22T08:00'],
    ]);
  });

  it('do not start on a closed day', () => {
    expect(named('2026-12-25T05:00', '2026-12-26T06:30').map(([id]) => id)).toEqual([3, 0, 1]);
  });

  it('are found whole around a moment', () => {
    const span = shiftAt(utc('2026-11-20T01:00'), calendar('UTC'));
    expect([span.shiftId, iso(span.from), iso(span.to)]).toEqual([3, '2026-11-19T22:00', '2026-11-20T06:00']);
  });
});

describe('a plant that works no shifts', () => {
  const idle: Calendar = { ...calendar('Europe/Rome'), shifts: [] };

  it('has its weeks instead, whatever span is asked about', () => {
    const weeks = ['2026-03-22T23:00', '2026-03-29T22:00', '2026-04-05T22:00'];
    const longSpan = { from: utc('2026-03-25T00:00'), to: utc('2026-04-08T00:00') };
    expect(bucketStarts('shift', longSpan, idle).map(iso)).toEqual(weeks);
    const oneDay = { from: utc('2026-04-01T00:00'), to: utc('2026-04-02T00:00') };
    expect(bucketStarts('shift', oneDay, idle).map(iso)).toEqual([weeks[1]]);
    expect(iso(bucketEnd('shift', utc('2026-04-01T00:00'), idle))).toBe(weeks[2]);
  });

  it('has them from the end of the last shift to the beginning of the next', () => {
    const exceptions = Array.from({ length: 10 }, (_, day) => ({
      ...{ date: `2026-03-${20 + day}`, closed: true, labels: { es: 'Parada' } },
    }));
    const paused = { ...calendar('Europe/Rome'), exceptions };
    const span = { from: utc('2026-03-19T20:00'), to: utc('2026-03-30T08:00') };
    expect(bucketStarts('shift', span, paused).map(iso)).toEqual([
      ...['2026-03-19T13:00', '2026-03-19T21:00', '2026-03-20T05:00'],
      ...['2026-03-22T23:00', '2026-03-29T22:00', '2026-03-30T04:00'],
    ]);
  });
});

describe('months and words', () => {
  it('lists the UTC months of a span', () => {
    expect(nextMonth('2026-12')).toBe('2027-01');
    expect(monthsOf({ from: utc('2026-10-31T22:00'), to: utc('2026-12-01T00:00') })).toEqual([
      '2026-10',
      '2026-11',
    ]);
  });

  it('writes dates shortly in both languages', () => {
    const at = utc('2026-11-19T17:32');
    const zone = 'America/Argentina/Buenos_Aires';
    expect(formatInstant(at, { zone, locale: 'es-ES', style: 'date' })).toBe('jue 19 nov 2026');
    expect(formatInstant(at, { zone, locale: 'en-US', style: 'date' })).toBe('Thu 19 Nov 2026');
    expect(formatInstant(at, { zone, locale: 'en-US', style: 'time' })).toBe('14:32');
    expect(formatInstant(at, { zone, locale: 'es-ES', style: 'dateTime' })).toBe('19 nov 14:32');
  });
});
