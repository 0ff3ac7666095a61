import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromColumns } from '../../src/frame/from-columns.ts';
import * as any from './arbitraries.ts';
import { plantFrame, type Row } from './plant-frame.ts';

const closes = fromColumns([
  { name: 'symbol', type: 'member', values: [1, 2, 1, 1, 2, null] },
  { name: 'close', type: 'number', unit: '€', values: [10, 5, 12, null, 4, 9] },
]);

test('a value minus the one before of the same key', () => {
  const changed = closes.difference('close', { by: ['symbol'] });
  expect(changed.toColumns().close_difference).toEqual([null, null, 2, null, -1, null]);
  expect(changed.column('close_difference').unit).toBe('€');
  expect(closes.difference('close', { as: 'step' }).toColumns().step).toEqual([null, -5, 7, null, null, 5]);
  expect(closes.names).toEqual(['symbol', 'close']);
});

test('what follows sees the new column like any other', () => {
  const changed = closes.difference('close', { by: ['symbol'] });
  const fallen = changed.where({ op: 'between', column: 'close_difference', to: 0 });
  expect(fallen.toColumns()).toEqual({ symbol: [2], close: [4], close_difference: [-1] });
  const measures = { most: { fn: 'max', column: 'close_difference' } } as const;
  expect(changed.groupBy({ keys: [], measures }).toColumns()).toEqual({ most: [2] });
});

test.each([
  ['not_measurable', 'symbol', {}],
  ['column_taken', 'close', { as: 'symbol' }],
  ['unknown_column', 'nope', {}],
  ['unknown_column', 'close', { by: ['nope'] }],
] as const)('%s', (code, name, options) => {
  expect(() => closes.difference(name, options)).toThrow(expect.objectContaining({ code }));
});

test('over any chunks it is the row by row reference, in time order', () => {
  fc.assert(
    fc.property(any.rows, any.cuts, any.clause, (rows, cuts, clause) => {
      const frame = plantFrame(any.chunked(rows, cuts)).where(clause);
      const { time, line, product, weight } = frame.toColumns();
      const before = new Map<string, number | null>();
      const expected = time!.map((_, row) => {
        const key = `${line![row]} ${product![row]}`;
        const previous = before.get(key) ?? null;
        before.set(key, weight![row]!);
        return previous === null || weight![row] === null ? null : weight![row]! - previous;
      });
      const changed = frame.difference('weight', { by: ['line', 'product'] satisfies (keyof Row)[] });
      expect(changed.toColumns().weight_difference).toEqual(expected);
      expect(changed.select(['time', 'weight']).toColumns()).toEqual({ time, weight });
      const last = Object.fromEntries(
        changed.names.map((name) => [name, changed.toColumns()[name]!.slice(-3)]),
      );
      expect(changed.slice(-3).toColumns()).toEqual(last);
    }),
  );
});
