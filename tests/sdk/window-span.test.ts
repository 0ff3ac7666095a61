import { expect, test } from 'vitest';
import { type Range, windowSpan } from '#sdk';

const zone = 'Europe/Madrid';
const at = (moment: string) => Date.parse(moment);

function rangeUntil(to: number): Range {
  const selected = { from: to - 3_600_000, to };
  const previous = { from: 0, to: 1 };
  return { selected, whole: selected, previous, previousWhole: previous, name: 'x', comparedWith: 'y' };
}

test('the last plant days reach up to the selected end, whatever its beginning', () => {
  const range = rangeUntil(at('2026-06-10T14:32:00+02:00'));
  const from = at('2026-06-04T00:00:00+02:00');
  expect(windowSpan(range, { days: 7 }, zone)).toEqual({ from, to: range.selected.to });
  expect(windowSpan(range, { days: 1 }, zone).from).toBe(at('2026-06-10T00:00:00+02:00'));
});

test('midnight ends the day before', () => {
  const range = rangeUntil(at('2026-06-10T00:00:00+02:00'));
  expect(windowSpan(range, { days: 1 }, zone).from).toBe(at('2026-06-09T00:00:00+02:00'));
});

test('days are plant days when the clocks change', () => {
  const range = rangeUntil(at('2026-03-30T12:00:00+02:00'));
  expect(windowSpan(range, { days: 2 }, zone).from).toBe(at('2026-03-29T00:00:00+01:00'));
});

test.each([0, 367, 1.5, Number.NaN])('%s days are refused', (days) => {
  const refusal = expect.objectContaining({ code: 'bad_window' });
  expect(() => windowSpan(rangeUntil(0), { days }, zone)).toThrow(refusal);
});

test('a named window is its own span', () => {
  expect(windowSpan(rangeUntil(0), 'previous', zone)).toEqual({ from: 0, to: 1 });
});
