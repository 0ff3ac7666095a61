import { expect, test } from 'vitest';
import { embedJson, pageHelpers, sparkPaths } from '#sdk';
import { findOptions } from '../../../src/http/pages/find-options.ts';
import { safePath } from '../../../src/http/pages/page-session.ts';
import { rangeLine, shortRangeLine } from '../../../src/http/pages/range-line.ts';
import { stored } from '../../../src/http/pages/stored.ts';
import { loadMessages } from '../../../src/shared/load-messages.ts';

const words = await loadMessages('views');
const zone = 'America/Argentina/Buenos_Aires';
const page = pageHelpers({ words: words.es, numberLocale: 'es-ES', dateLocale: 'es-ES', zone });

test('JSON inside a page cannot end its element', () => {
  expect(embedJson({ title: '</script><!--&\u2028' })).toBe(
    '{"title":"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028"}',
  );
});

test('a sparkline shares its scale with the previous period and the limit, and breaks at gaps', () => {
  expect(sparkPaths([0, null, 10, 10], [5, 5, 5, 5], 20)).toEqual({
    line: 'M3.0 36.0M83.0 20.0L123.0 20.0',
    previous: 'M3.0 28.0L43.0 28.0L83.0 28.0L123.0 28.0',
    limit: '4.0',
    last: { x: '123.0', y: '20.0' },
  });
  expect(sparkPaths([null, 4], [], null)).toBeNull();
  expect(sparkPaths([4, 4], [], null)?.line).toBe('M3.0 20.0L123.0 20.0');
});

test('figures are set with their unit apart', () => {
  expect(page.figure(0.026, { percent: true })).toEqual({ digits: '2,6', unit: '%' });
  expect(page.figure(3480, { unit: '/h' })).toEqual({ digits: '3.480', unit: '/h' });
  expect(page.figure(null, { unit: '/h' })).toEqual({ digits: '—', unit: '' });
});

test('bars never leave their scale', () => {
  expect([
    page.share(5, 20),
    page.share(30, 20),
    page.share(-1, 20),
    page.share(null, 20),
    page.share(1, 0),
  ]).toEqual(['25.0%', '100.0%', '0.0%', '0.0%', '0%']);
});

test('options are found whatever their accents', () => {
  const options = ['Atún claro', 'Ensalada de atún', 'Sardina'].map((label, value) => ({ value, label }));
  expect(findOptions({ options }, ' ATUN ').map(({ value }) => value)).toEqual([0, 1]);
});

test('only our own paths are gone to after signing in', () => {
  expect(
    ['/d/operation?line=2', '//evil.example', '/\\evil.example', 'https://evil.example', 7].map(safePath),
  ).toEqual(['/d/operation?line=2', '/', '/', '/', '/']);
});

const range = (from: string, to: string, comparedWith = '') => {
  const span = { from: Date.parse(from), to: Date.parse(to) };
  return { selected: span, whole: span, previous: span, previousWhole: span, name: '', comparedWith };
};

test('the period is told on the plant’s clock', () => {
  expect(rangeLine(range('2026-11-19T03:00Z', '2026-11-19T17:32Z', 'ayer'), page, zone)).toBe(
    'jue 19 nov 2026, 00:00–14:32 (GMT−3) · comparado con ayer',
  );
  expect(rangeLine(range('2026-11-18T03:00Z', '2026-11-19T03:00Z'), page, zone)).toBe(
    'mié 18 nov 2026, 00:00–24:00 (GMT−3)',
  );
  expect(rangeLine(range('2026-11-12T03:00Z', '2026-11-19T17:32Z'), page, zone)).toBe(
    'jue 12 nov 2026 00:00 – jue 19 nov 2026 14:32 (GMT−3)',
  );
});

test('a period that is not over is compared at the same hour, where it is the same', () => {
  const day = range('2026-11-19T03:00Z', '2026-11-19T17:32Z', 'ayer');
  const whole = { ...day.whole, to: Date.parse('2026-11-20T03:00Z') };
  const previous = { from: Date.parse('2026-11-18T03:00Z'), to: Date.parse('2026-11-18T17:32Z') };
  expect(rangeLine({ ...day, whole, previous }, page, zone)).toMatch(/comparado con ayer a la misma hora$/);
  const later = { ...previous, to: previous.to + 3_600_000 };
  expect(rangeLine({ ...day, whole, previous: later }, page, zone)).toMatch(/comparado con ayer$/);
});

test('a narrow screen is told the period in fewer words', () => {
  expect(shortRangeLine(range('2026-11-19T03:00Z', '2026-11-19T17:32Z', 'ayer'), page, zone)).toBe(
    '19 nov, 00:00–14:32 (GMT−3), comparado con ayer',
  );
  expect(shortRangeLine(range('2026-11-12T03:00Z', '2026-11-19T03:00Z'), page, zone)).toBe(
    '12 nov 00:00 – 18 nov 24:00 (GMT−3)',
  );
});

test('a period without rows is told what is stored before or after it', () => {
  const months = new Map(
    ['2026-05', '2026-06'].map((month, index) => [
      `table_${index}`,
      [{ table: `table_${index}`, month, version: 1, rows: 3 }],
    ]),
  );
  const on = (from: string, to: string) => stored({ months }, { from: Date.parse(from), to: Date.parse(to) });
  const written = (instant: number | null) => instant && page.time(instant, 'month');
  expect(written(on('2026-07-01', '2026-07-02').endedIn)).toBe('jun 2026');
  expect(written(on('2026-04-01', '2026-05-01').beganIn)).toBe('may 2026');
  expect(on('2026-06-30', '2026-07-02')).toEqual({ anything: true, endedIn: null, beganIn: null });
  expect(stored({ months: new Map() }, { from: 0, to: 1 }).anything).toBe(false);
});
