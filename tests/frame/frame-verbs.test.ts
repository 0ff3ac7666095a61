import { expect, test } from 'vitest';
import { fromColumns } from '../../src/frame/from-columns.ts';
import { calendar, completeRow, plantFrame } from './plant-frame.ts';

const made = fromColumns([
  { name: 'product', type: 'member', label: (id) => `P${id}`, values: [1, 2, 3, null, 5] },
  { name: 'pieces', type: 'number', unit: 'u', values: [10, 40, null, 7, 40] },
  { name: 'rate', type: 'number', values: [0.5, Number.NaN, 2, 1, 4] },
]);

test('a column tells its name, type, unit, values and labels', () => {
  const pieces = made.column('pieces');
  expect([pieces.name, pieces.type, pieces.unit, pieces.length]).toEqual(['pieces', 'number', 'u', 5]);
  expect([...pieces]).toEqual([10, 40, null, 7, 40]);
  expect([pieces.at(1), pieces.at(2), pieces.labelAt(1), pieces.labelAt(2)]).toEqual([40, null, '40', '—']);
  expect([made.column('product').labelAt(4), made.column('product').labelAt(3)]).toEqual(['P5', '—']);
  expect(made.column('rate').copy()).toEqual(Float64Array.of(0.5, Number.NaN, 2, 1, 4));
});

test.each([-1, 5, 0.5, Number.NaN])('row %s does not exist', (row) => {
  expect(() => made.column('pieces').at(row)).toThrow(expect.objectContaining({ code: 'unknown_row' }));
});

test('an unknown column is refused by every verb', () => {
  const refusal = expect.objectContaining({ code: 'unknown_column', params: { column: 'nope' } });
  expect(() => made.column('nope')).toThrow(refusal);
  expect(() => made.select(['pieces', 'nope'])).toThrow(refusal);
  expect(() => made.select(['pieces']).where({ op: 'in', column: 'nope', values: [] })).toThrow(refusal);
  expect(() => made.sortBy('nope')).toThrow(refusal);
  expect(() => made.groupBy({ keys: ['nope'], measures: {} })).toThrow(refusal);
  expect(() => made.groupBy({ keys: [], measures: { n: { fn: 'sum', column: 'nope' } } })).toThrow(refusal);
});

test('a column left out by select is out of every verb', () => {
  const narrow = made.select(['pieces']);
  expect(narrow.names).toEqual(['pieces']);
  expect(() => narrow.column('rate')).toThrow(expect.objectContaining({ code: 'unknown_column' }));
  expect(() => narrow.sortBy('rate')).toThrow(expect.objectContaining({ code: 'unknown_column' }));
  expect(narrow.slice(3).toColumns()).toEqual({ pieces: [7, 40] });
});

test.each([
  ['not_a_key', { keys: ['pieces'], measures: {} }],
  ['not_measurable', { keys: [], measures: { n: { fn: 'sum', column: 'product' } } }],
  ['bad_quantile', { keys: [], measures: { n: { fn: 'quantile', column: 'rate', q: 1.1 } } }],
  ['bad_quantile', { keys: [], measures: { n: { fn: 'quantile', column: 'rate', q: Number.NaN } } }],
  ['not_measurable', { keys: [], measures: { n: { fn: 'quantile', column: 'product', q: 0.5 } } }],
  ['bad_bins', { keys: [], bins: { column: 'rate', from: 1, to: 1, count: 2 }, measures: {} }],
  ['bad_bins', { keys: [], bins: { column: 'rate', from: 0, to: 1, count: 0 }, measures: {} }],
  ['bad_bins', { keys: [], bins: { column: 'rate', from: 0, to: 1, count: 1001 }, measures: {} }],
  ['not_measurable', { keys: [], bins: { column: 'product', from: 0, to: 1, count: 2 }, measures: {} }],
  ['too_many_keys', { keys: ['product', 'product', 'product', 'product'], measures: {} }],
] as const)('a grouping is refused with %s', (code, grouping) => {
  expect(() => made.groupBy(grouping)).toThrow(expect.objectContaining({ code }));
});

test('grains ask for a calendar', () => {
  const noCalendar = fromColumns([{ name: 'time', type: 'time', values: [0] }]);
  const byDay = { keys: [], grain: 'day', measures: {} } as const;
  expect(() => noCalendar.groupBy(byDay)).toThrow(expect.objectContaining({ code: 'no_calendar' }));
  const plain = fromColumns([{ name: 'time', type: 'time', values: [86_400_000, 5, null] }], calendar);
  expect(plain.groupBy({ ...byDay, measures: { n: { fn: 'count' } } }).toColumns()).toEqual({
    time: [-3_600_000, 82_800_000, null],
    n: [1, 1, 1],
  });
});

test('sorting is stable and leaves null last both ways', () => {
  expect(made.sortBy('pieces').toColumns().product).toEqual([null, 1, 2, 5, 3]);
  expect(made.sortBy('pieces', 'descending').toColumns().product).toEqual([2, 5, 1, null, 3]);
});

test('topN keeps the largest and sums the rest', () => {
  expect(made.topN(2, 'pieces').toColumns()).toEqual({ product: [2, 5], pieces: [40, 40], rate: [null, 4] });
  const withOthers = made.topN(2, 'pieces', { others: true });
  expect(withOthers.toColumns()).toEqual({
    product: [2, 5, null],
    pieces: [40, 40, 17],
    rate: [null, 4, 3.5],
  });
  expect(withOthers.column('product').labelAt(2)).toBe('—');
  expect(made.topN(5, 'pieces', { others: true }).length).toBe(5);
});

test('without keys there is one group, also over no rows', () => {
  const measures = {
    n: { fn: 'count' },
    sum: { fn: 'sum', column: 'pieces' },
    kinds: { fn: 'distinct', column: 'product' },
  } as const;
  expect(made.groupBy({ keys: [], measures }).toColumns()).toEqual({ n: [5], sum: [97], kinds: [4] });
  const none = made.where({ op: 'or', clauses: [] });
  expect(none.groupBy({ keys: [], measures }).toColumns()).toEqual({ n: [0], sum: [null], kinds: [0] });
  expect(none.groupBy({ keys: ['product'], measures }).length).toBe(0);
});

test('a measure keeps the unit and type of its source, and keys their labels', () => {
  const grouped = made.groupBy({
    keys: ['product'],
    measures: { n: { fn: 'count' }, most: { fn: 'max', column: 'pieces' } },
  });
  expect(grouped.names).toEqual(['product', 'n', 'most']);
  expect([grouped.column('n').unit, grouped.column('most').unit]).toEqual([undefined, 'u']);
  expect(grouped.column('product').labelAt(0)).toBe('P1');
});

test('integer sums stay exact over many large values', () => {
  const values = new Int32Array(300_000).fill(2_147_483_647);
  const large = fromColumns([{ name: 'x', type: 'number', values: Array.from(values) }]);
  const { sum } = large.groupBy({ keys: [], measures: { sum: { fn: 'sum', column: 'x' } } }).toColumns();
  expect(sum).toEqual([2_147_483_647 * 300_000]);
});

test('what a reader changes is a copy of its own', () => {
  const frame = plantFrame([
    [completeRow({ time: 0, line: 1, product: 2, result: 0, items: 3, weight: null })],
  ]);
  frame.column('items').copy()[0] = 99;
  frame.toColumns().items![0] = 99;
  expect(frame.toColumns().items).toEqual([3]);
  const reachable = JSON.stringify([frame, frame.column('items')]);
  expect(reachable).not.toContain('segments');
  expect(Object.keys(frame)).toEqual([]);
});

test('verbs leave the frame they start from as it was', () => {
  const before = made.toColumns();
  made.where({ op: 'between', column: 'pieces', from: 20 });
  made.sortBy('pieces');
  made.topN(1, 'rate', { others: true });
  expect(made.toColumns()).toEqual(before);
});

test('a quantile lies between its neighbours, per group; null over no values', () => {
  const median = { fn: 'quantile', column: 'pieces', q: 0.5 } as const;
  const ends = { least: { ...median, q: 0 }, most: { ...median, q: 1 }, third: { ...median, q: 0.25 } };
  expect(made.groupBy({ keys: [], measures: { median, ...ends } }).toColumns()).toEqual({
    ...{ median: [25], least: [7], most: [40], third: [9.25] },
  });
  expect(made.groupBy({ keys: ['product'], measures: { median } }).toColumns()).toEqual({
    product: [1, 2, 3, 5, null],
    median: [10, 40, null, 40, 7],
  });
  expect(made.slice(0, 0).groupBy({ keys: [], measures: { median } }).toColumns()).toEqual({
    median: [null],
  });
});

test('bins are half open, what lies outside goes to the ends, null stays null', () => {
  const weights = fromColumns([
    { name: 'weight', type: 'number', values: [98, 99, 100, 100.9, 101, 102.5, null, 97] },
    { name: 'nominal', type: 'number', values: [100, 100, 100, 100, 100, 100, 100, 0] },
  ]);
  const bins = { column: 'weight', from: 99, to: 102, count: 3 };
  const measures = { n: { fn: 'count' } } as const;
  expect(weights.groupBy({ keys: [], bins, measures }).toColumns()).toEqual({
    bin: [-1, 0, 1, 2, 3, null],
    n: [2, 1, 2, 1, 1, 1],
  });
  const relative = { column: 'weight', minus: 'nominal', relative: true, from: -0.01, to: 0.01, count: 2 };
  expect(weights.groupBy({ keys: [], bins: relative, measures }).toColumns()).toEqual({
    bin: [-1, 0, 1, 2, null],
    n: [1, 1, 2, 2, 2],
  });
});

test('plain arrays come back as a frame that reads like the one they left', () => {
  const { product, pieces } = made.toColumns();
  const doubled = pieces!.map((value) => (value === null ? undefined : value * 2));
  const back = made.fromColumns({
    product: product!,
    pieces: doubled,
    share: Float64Array.of(1, 2, 3, 4, Number.NaN),
  });
  expect(back.toColumns()).toEqual({
    ...{ product: [1, 2, 3, null, 5], pieces: [20, 80, null, 14, 80], share: [1, 2, 3, 4, null] },
  });
  expect([back.column('product').labelAt(0), back.column('pieces').unit]).toEqual(['P1', 'u']);
  expect([back.column('share').type, back.topN(1, 'share').length]).toEqual(['number', 1]);
  const uneven = expect.objectContaining({ code: 'uneven_columns', params: { column: 'b', rows: 1 } });
  expect(() => made.fromColumns({ a: [1], b: [1, 2] })).toThrow(uneven);
  expect(made.fromColumns({}).length).toBe(0);
});
