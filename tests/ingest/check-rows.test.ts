import { describe, expect, it } from 'vitest';
import { indexMembers, rowChecker } from '../../src/ingest/check-rows.ts';
import { isRefusal } from '../../src/ingest/refusal.ts';
import { metadata, readings } from './readings.ts';

const members = indexMembers(readings, metadata);
const check = rowChecker({ dataset: readings, members, zone: 'Europe/Rome', requireSourceId: false });
const good = { machine: 'A', time: '2026-05-10T10:00:00Z', part: 'nut', pieces: '4' };

describe('a row', () => {
  it('becomes ids and numbers', () => {
    expect(check({ ...good, verdict: 'bad', degrees: '-1.5e2', source_id: ' x1 ' })).toEqual({
      member: 1,
      row: {
        time: Date.UTC(2026, 4, 10, 10),
        sourceId: 'x1',
        values: { part: 2, verdict: 1, pieces: 4, degrees: -150 },
      },
    });
  });

  it('takes defaults for what it does not say', () => {
    expect(check({ machine: 'B', time: good.time, part: '', pieces: null })).toMatchObject({
      member: 2,
      row: { sourceId: '', values: { part: null, verdict: 0, pieces: 1, degrees: null } },
    });
  });

  it('may come as JSON, with numbers', () => {
    expect(check({ ...good, time: 1_778_407_200_000, pieces: 4, verdict: 1 })).toMatchObject({
      row: { time: 1_778_407_200_000, values: { pieces: 4, verdict: 1 } },
    });
  });

  it.each([
    ['4.0', 4],
    ['+4', 4],
    ['.5e1', 5],
    ['-2147483648', -2147483648],
    ['2147483647', 2147483647],
  ])('reads the whole number %s', (pieces, value) => {
    expect(check({ ...good, pieces })).toMatchObject({ row: { values: { pieces: value } } });
  });
});

describe('a refusal', () => {
  it.each([
    [{ machine: 'Z' }, 'unknown_member', 'machine', 'Z'],
    [{ machine: '' }, 'missing_value', 'machine', ''],
    [{ part: 'screw' }, 'unknown_member', 'part', 'screw'],
    [{ part: { id: 1 } }, 'unknown_member', 'part', '{"id":1}'],
    [{ verdict: 'maybe' }, 'unknown_member', 'verdict', 'maybe'],
    [{ pieces: 'many' }, 'not_a_number', 'pieces', 'many'],
    [{ pieces: '1,5' }, 'not_a_number', 'pieces', '1,5'],
    [{ pieces: '0x10' }, 'not_a_number', 'pieces', '0x10'],
    [{ pieces: true }, 'not_a_number', 'pieces', 'true'],
    [{ pieces: '4.5' }, 'not_whole', 'pieces', '4.5'],
    [{ pieces: '2147483648' }, 'number_out_of_range', 'pieces', '2147483648'],
    [{ degrees: 'NaN' }, 'not_a_number', 'degrees', 'NaN'],
    [{ degrees: '1e400' }, 'number_out_of_range', 'degrees', '1e400'],
    [{ time: '' }, 'missing_value', 'time', ''],
    [{ source_id: 'x'.repeat(65) }, 'source_id_too_long', 'source_id', 'x'.repeat(65)],
    [{ source_id: '\ud800' }, 'bad_source_id', 'source_id', '\ud800'],
  ])('of %j says %s, %s', (change, reason, column, value) => {
    expect(check({ ...good, ...change })).toEqual({ reason, column, value });
  });

  it('shortens what stood there', () => {
    const refused = check({ ...good, machine: 'm'.repeat(500) });
    expect(isRefusal(refused) && refused.value).toBe(`${'m'.repeat(79)}…`);
  });

  it('names a missing source id where one is required', () => {
    const strict = rowChecker({ dataset: readings, members, zone: 'UTC', requireSourceId: true });
    expect(strict(good)).toEqual({ reason: 'missing_value', column: 'source_id', value: '' });
  });
});

describe('a time', () => {
  const timeOf = (time: unknown) => {
    const checked = check({ ...good, time });
    return isRefusal(checked) ? checked.reason : new Date(checked.row.time).toISOString();
  };

  it.each([
    ['2026-05-10T10:00:00Z', '2026-05-10T10:00:00.000Z'],
    ['2026-05-10 10:00:00+00:00', '2026-05-10T10:00:00.000Z'],
    ['2026-05-10T10:00:00.1234-05:30', '2026-05-10T15:30:00.123Z'],
    ['2026-05-10T10:00+02', '2026-05-10T08:00:00.000Z'],
    ['2026-05-10 10:00:00', '2026-05-10T08:00:00.000Z'],
    ['2026-05-10T10:00', '2026-05-10T08:00:00.000Z'],
    ['2026-05-10', '2026-05-09T22:00:00.000Z'],
    ['1778407200', '2026-05-10T10:00:00.000Z'],
    ['1778407200.25', '2026-05-10T10:00:00.250Z'],
    ['1778407200250', '2026-05-10T10:00:00.250Z'],
    ['1990-01-01T00:00:00Z', '1990-01-01T00:00:00.000Z'],
    ['2099-12-31T23:59:59.999Z', '2099-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, instant) => expect(timeOf(text)).toBe(instant));

  it.each([
    ['10/05/2026 10:00', 'bad_time'],
    ['2026-02-30', 'bad_time'],
    ['2026-13-01', 'bad_time'],
    ['2026-05-10 24:00:00', 'bad_time'],
    ['2026-05-10T10', 'bad_time'],
    ['20260510', 'bad_time'],
    ['yesterday', 'bad_time'],
    ['1989-12-31T23:59:59Z', 'time_out_of_range'],
    ['2100-01-01T00:00:00Z', 'time_out_of_range'],
  ])('%s is refused: %s', (text, reason) => expect(timeOf(text)).toBe(reason));

  it('that the clock skips is refused', () => {
    expect(timeOf('2026-03-29 01:59:59')).toBe('2026-03-29T00:59:59.000Z');
    expect(timeOf('2026-03-29 02:00:00')).toBe('time_in_gap');
    expect(timeOf('2026-03-29 02:59:59')).toBe('time_in_gap');
    expect(timeOf('2026-03-29 03:00:00')).toBe('2026-03-29T01:00:00.000Z');
  });

  it('that the clock shows twice is its first', () => {
    expect(timeOf('2026-10-25 02:30:00')).toBe('2026-10-25T00:30:00.000Z');
    expect(timeOf('2026-10-25 03:00:00')).toBe('2026-10-25T02:00:00.000Z');
  });

  it('follows zones that jump by half an hour', () => {
    const lordHowe = rowChecker({
      dataset: readings,
      members,
      zone: 'Australia/Lord_Howe',
      requireSourceId: false,
    });
    expect(lordHowe({ ...good, time: '2026-10-04 02:15:00' })).toMatchObject({ reason: 'time_in_gap' });
    expect(lordHowe({ ...good, time: '2026-10-04 02:45:00' })).toMatchObject({
      row: { time: Date.parse('2026-10-03T15:45:00Z') },
    });
  });
});
