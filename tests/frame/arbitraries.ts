import fc from 'fast-check';
import { type Bins, type Clause, type Grouping, grains } from '#sdk';
import { completeRow, type Row } from './plant-frame.ts';

/** Around the night in which Madrid's clocks go forward. */
export const firstMoment = Date.UTC(2026, 2, 27);
const halfHourMs = 1_800_000;
const lastMoment = Date.UTC(2026, 3, 2);

const value = <T>(...values: T[]) => fc.constantFrom(...values);

/** Often exactly where a bucket or a shift begins. */
const moment = fc.oneof(
  fc.integer({ min: firstMoment, max: lastMoment - 1 }),
  fc.integer({ min: firstMoment / halfHourMs, max: lastMoment / halfHourMs - 1 }).map((n) => n * halfHourMs),
);

export const row: fc.Arbitrary<Row> = fc
  .record({
    time: moment,
    line: value(1, 2, 3, 4),
    product: value(null, 1, 2, 4, 300),
    result: value(0, 1),
    items: fc.integer({ min: -50, max: 50 }),
    weight: fc.oneof(
      fc.constant(null),
      fc.integer({ min: 0, max: 999 }).map((grams) => grams / 7),
    ),
  })
  .map(completeRow);

export const rows = fc.array(row, { maxLength: 60 });

/** Rows as tables and months hold them: by line, in time order, cut anywhere. */
export function chunked(all: readonly Row[], cuts: readonly number[]): Row[][] {
  return [1, 2, 3, 4].flatMap((line) => {
    const own = all.filter((each) => each.line === line).sort((a, b) => a.time - b.time);
    const bounds = [0, ...cuts.map((cut) => cut % (own.length + 1)).sort((a, b) => a - b), own.length];
    return bounds.slice(1).map((bound, index) => own.slice(bounds[index], bound));
  });
}

export const cuts = fc.array(fc.nat(), { maxLength: 3 });

const members = ['line', 'area', 'product', 'result', 'shift'];
const numbers = ['items', 'weight', 'rate'];

const leaf: fc.Arbitrary<Clause> = fc.oneof(
  fc.record({
    op: fc.constant('in' as const),
    column: value(...members, 'items', 'rate'),
    values: fc.array(value(0, 1, 2, 3, 4, 7, 9, 10, 300), { maxLength: 4 }),
  }),
  fc.record({
    op: fc.constant('between' as const),
    column: value(...numbers, 'product', 'area'),
    from: value(-10, 0, 2, 3.5),
    to: value(3, 7.5, 40, 1000),
  }),
  fc
    .record({ from: fc.integer({ min: firstMoment, max: lastMoment }), length: fc.nat({ max: 3e8 }) })
    .map(({ from, length }) => ({ op: 'between' as const, column: 'time', from, to: from + length })),
);

export const clause: fc.Arbitrary<Clause> = fc.letrec<{ any: Clause }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ op: value('and' as const, 'or' as const), clauses: fc.array(tie('any'), { maxLength: 3 }) }),
    fc.record({ op: fc.constant('not' as const), clause: tie('any') }),
  ),
})).any;

const everyMeasure: Grouping['measures'] = {
  rows: { fn: 'count' },
  items: { fn: 'sum', column: 'items' },
  weightSum: { fn: 'sum', column: 'weight' },
  weightMean: { fn: 'mean', column: 'weight' },
  least: { fn: 'min', column: 'weight' },
  most: { fn: 'max', column: 'items' },
  rate: { fn: 'sum', column: 'rate' },
  products: { fn: 'distinct', column: 'product' },
  weights: { fn: 'distinct', column: 'weight' },
  since: { fn: 'min', column: 'time' },
  until: { fn: 'max', column: 'time' },
};

/** Measures that only the rows themselves can answer. */
const quantiles: Grouping['measures'] = {
  median: { fn: 'quantile', column: 'weight', q: 0.5 },
  mostItems: { fn: 'quantile', column: 'items', q: 1 },
  ninth: { fn: 'quantile', column: 'rate', q: 0.9 },
};

const bins: fc.Arbitrary<Bins> = fc
  .record({
    column: value('items', 'weight', 'rate'),
    minus: fc.option(value('rate', 'items'), { nil: undefined }),
    relative: fc.boolean(),
    from: value(-40, -1.5, 0, 0.1),
    length: value(0.3, 2, 25, 140),
    count: value(1, 3, 10, 300),
  })
  .map(({ minus, relative, length, ...bin }) => ({
    ...bin,
    ...(minus === undefined ? {} : { minus, relative }),
    to: bin.from + length,
  }));

export const grouping: fc.Arbitrary<Grouping> = fc
  .record({
    keys: fc.shuffledSubarray(members, { maxLength: 3 }),
    grain: fc.option(value(...grains), { nil: undefined }),
    bins: fc.option(bins, { nil: undefined, freq: 2 }),
    measures: fc.subarray(Object.keys(everyMeasure)),
  })
  .map(({ keys, grain, bins: binned, measures }) => ({
    keys,
    ...(grain ? { grain } : {}),
    ...(binned ? { bins: binned } : {}),
    measures: Object.fromEntries(measures.map((name) => [name, everyMeasure[name]!])),
  }));

/** A grouping with measures that cannot be grouped by the database. */
export const rowGrouping: fc.Arbitrary<Grouping> = fc
  .tuple(grouping, fc.subarray(Object.keys(quantiles), { minLength: 1 }))
  .map(([given, names]) => ({
    ...given,
    measures: { ...given.measures, ...Object.fromEntries(names.map((name) => [name, quantiles[name]!])) },
  }));
