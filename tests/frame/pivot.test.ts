import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromColumns } from '../../src/frame/from-columns.ts';
import * as any from './arbitraries.ts';
import { plantFrame } from './plant-frame.ts';

const sales = fromColumns([
  { name: 'shop', type: 'member', label: (id) => `S${id}`, values: [2, 1, 2, null] },
  { name: 'month', type: 'member', values: [7, 7, 8, 8] },
  { name: 'sold', type: 'number', unit: 'u', values: [10, 20, null, 40] },
]);

test('a row per value, a column per other value, in the order of their first row', () => {
  const table = sales.pivot({ rows: 'shop', columns: 'month', value: 'sold' });
  expect(table.toColumns()).toEqual({ shop: [2, 1, null], 7: [10, 20, null], 8: [null, null, 40] });
  expect([table.column('shop').labelAt(0), table.column('8').unit]).toEqual(['S2', 'u']);
  const turned = sales.pivot({ rows: 'month', columns: 'shop', value: 'sold' });
  expect(turned.toColumns()).toEqual({ month: [7, 8], 2: [10, null], 1: [20, null], null: [null, 40] });
});

test.each([
  ['pivot_twice', { rows: 'month', columns: 'month', value: 'sold' }],
  ['unknown_column', { rows: 'nope', columns: 'month', value: 'sold' }],
  ['unknown_column', { rows: 'shop', columns: 'nope', value: 'sold' }],
  ['not_measurable', { rows: 'shop', columns: 'month', value: 'month' }],
] as const)('%s', (code, cells) => {
  expect(() => sales.pivot(cells)).toThrow(expect.objectContaining({ code }));
});

test('the pivot of a grouping holds each of its groups in its place', () => {
  fc.assert(
    fc.property(any.rows, any.cuts, (rows, cuts) => {
      const measures = { items: { fn: 'sum', column: 'items' } } as const;
      const grouped = plantFrame(any.chunked(rows, cuts)).groupBy({ keys: ['line', 'product'], measures });
      const { line, product, items } = grouped.toColumns();
      const table = grouped.pivot({ rows: 'line', columns: 'product', value: 'items' }).toColumns();
      const cells = items!.map((_, at) => table[String(product![at])]?.[table.line!.indexOf(line![at]!)]);
      expect(cells).toEqual(items);
      expect(table.line).toEqual([...new Set(line)]);
      const filled = Object.entries(table).flatMap(([name, values]) =>
        name === 'line' ? [] : values.filter((value) => value !== null),
      );
      expect(filled.length).toBe(items!.length);
    }),
  );
});
