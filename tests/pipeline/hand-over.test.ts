import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiClient, AppError, type Clause, type Need } from '#sdk';
import { createMonthStore } from '../../src/months/create-month-store.ts';
import { callApis } from '../../src/pipeline/broker/call-apis.ts';
import { groupMasters } from '../../src/pipeline/broker/group-masters.ts';
import { scopeData } from '../../src/pipeline/broker/scope-data.ts';
import { buildMasters } from '../../src/pipeline/master/build-masters.ts';
import { groupInSql } from '../../src/pipeline/query/group-in-sql.ts';
import { planQueries } from '../../src/pipeline/query/plan-queries.ts';
import type { AskedNeed, DataScope } from '../../src/pipeline/query/types.ts';
import { completeRow } from '../frame/plant-frame.ts';
import { createTestTenancy, describeEachEngine, type TestTenancy } from '../support/engines.ts';
import { ask, rangeOf, scopeOf, storeRows } from './plant.ts';

/** Monday 30 March 2026, 06:00 in Madrid; the last row is in April. */
const six = Date.UTC(2026, 2, 30, 4);
const hour = 3_600_000;
const row = (hours: number, line: number, product: number | null, items: number) =>
  completeRow({
    time: six + hours * hour,
    line,
    product,
    result: items > 5 ? 1 : 0,
    items,
    weight: items / 2,
  });
const rows = [
  row(0, 1, 1, 1),
  row(0.5, 2, 2, 2),
  row(1, 1, 300, 4),
  row(8.25, 3, null, 8),
  row(44, 1, 1, 16),
];
const span = { from: six, to: six + 45 * hour };
const signal = new AbortController().signal;

describeEachEngine('from needs to scoped data', (engine) => {
  let made: TestTenancy;
  let scope: DataScope;

  beforeAll(async () => {
    made = await createTestTenancy(engine);
    const tenant = (await made.createTestTenant('acme')).id;
    await storeRows(made.tenancy, tenant, rows);
    scope = await scopeOf(made.tenancy, tenant);
  });
  afterAll(() => made.remove());

  async function answer(
    asked: AskedNeed[],
    given: { clauses?: Clause[]; maxRows?: number; maxGroups?: number } = {},
  ) {
    const months = createMonthStore({ databases: made.tenancy, maxBytes: 1e7 });
    const clauses = new Map([['f', given.clauses ?? []]]);
    const plan = planQueries({ scope, asked, clauses, range: rangeOf(span), maxRows: given.maxRows ?? 1000 });
    const trace = { queries: 0 };
    const masters = await buildMasters(plan, { months, trace, signal });
    const pushed = await groupInSql(plan, {
      ...{ databases: made.tenancy, trace, signal, maxGroups: given.maxGroups ?? 1000 },
    });
    const grouped = new Map([...(await groupMasters(plan, masters)), ...pushed]);
    return { sources: { plan, masters, grouped, apis: new Map() }, masters, trace };
  }

  test('rows come newest first, a page of exactly the declared columns, joined with the metadata', async () => {
    const columns = ['time', 'line', 'area', 'product', 'family', 'rate', 'result', 'shift', 'weight'];
    const need: Need = { dataset: 'detections', columns, page: { number: 2, size: 2 } };
    const { sources } = await answer([ask('table', need)]);
    const { data, columns: handed } = scopeData(sources, 'table');
    const frame = data.frame('main');
    expect([frame.names, handed, data.totalRows('main')]).toEqual([columns, columns, 5]);
    expect(frame.toColumns()).toEqual({
      time: [six + hour, six + 0.5 * hour],
      line: [1, 2],
      area: [7, 7],
      product: [300, 2],
      family: [null, 5],
      rate: [3.5, 10],
      result: [0, 0],
      shift: [1, 1],
      weight: [2, 1],
    });
    expect([
      frame.column('area').labelAt(0),
      frame.column('result').labelAt(0),
      frame.column('shift').labelAt(0),
    ]).toEqual(['areas 7', 'Bueno', 'Mañana']);
    expect(() => frame.column('items')).toThrow(expect.objectContaining({ code: 'unknown_column' }));
  });

  test('without a page all rows come', async () => {
    const { sources } = await answer([ask('table', { dataset: 'detections', columns: ['items'] })]);
    expect(scopeData(sources, 'table').data.frame('main').toColumns()).toEqual({ items: [16, 8, 4, 2, 1] });
  });

  test.each([1000, 1])('aggregates have one shape with room for %i rows in memory', async (maxRows) => {
    const need: Need = {
      dataset: 'detections',
      aggregate: {
        keys: ['area'],
        grain: 'shift',
        measures: {
          n: { fn: 'count' },
          items: { fn: 'sum', column: 'items' },
          rate: { fn: 'mean', column: 'rate' },
        },
      },
    };
    const { sources, masters } = await answer([ask('chart', need)], { maxRows });
    expect(masters.reads).toHaveLength(maxRows > 1 ? 4 : 0);
    const { data, columns } = scopeData(sources, 'chart');
    expect(columns).toEqual(['time', 'area', 'items', 'rate']);
    expect(data.frame('main').toColumns()).toEqual({
      time: [six, six + 8 * hour, six + 40 * hour],
      area: [7, 9, 7],
      n: [3, 1, 1],
      items: [7, 8, 16],
      rate: [(0.25 + 10 + 3.5) / 3, null, 0.25],
    });
  });

  test('cards that ask the same get the same frame, from one statement per line-month', async () => {
    const need: Need = {
      dataset: 'detections',
      aggregate: { keys: ['line'], measures: { n: { fn: 'count' } } },
    };
    const previous: Need = { ...need, filters: 'none' };
    const { sources, trace, masters } = await answer([ask('a', need), ask('b', need), ask('c', previous)], {
      clauses: [{ op: 'in', column: 'result', values: [1] }],
    });
    const frames = ['a', 'b', 'c'].map((owner) => scopeData(sources, owner).data.frame('main'));
    expect(frames[0]).toBe(frames[1]);
    expect(frames[2]!.toColumns()).toEqual({ line: [1, 2, 3], n: [3, 1, 1] });
    expect(frames[0]!.toColumns()).toEqual({ line: [1, 3], n: [1, 1] });
    expect(trace.queries).toBe(4);
    expect(masters.reads.map(({ table, month, from, rows: count }) => [table, month, from, count])).toEqual([
      ['detections_1', '2026-03', 'sql', 2],
      ['detections_1', '2026-04', 'sql', 1],
      ['detections_2', '2026-03', 'sql', 1],
      ['detections_3', '2026-03', 'sql', 1],
    ]);
  });

  test('a need that failed throws its own error, the card’s other needs are whole', async () => {
    const rowsNeed: Need = { dataset: 'detections', columns: ['time'] };
    const asked = [
      ask('a', rowsNeed, 'rows'),
      ask('a', { ...rowsNeed, columns: ['nope'] }, 'bad'),
      ask('b', rowsNeed),
    ];
    const { sources } = await answer(asked);
    const { data } = scopeData(sources, 'a');
    expect(data.frame('rows').length).toBe(5);
    expect(() => data.frame('bad')).toThrow(expect.objectContaining({ code: 'unknown_column' }));
    expect(() => data.frame('main')).toThrow(expect.objectContaining({ code: 'unknown_need' }));
    expect(() => data.api('rows')).toThrow(expect.objectContaining({ code: 'unknown_need' }));
  });

  test('rows of a window over the limit are refused, its aggregates are not', async () => {
    const asked = [
      ask('a', { dataset: 'detections', columns: ['time'] }),
      ask('b', { dataset: 'detections', aggregate: { keys: [], measures: { n: { fn: 'count' } } } }),
    ];
    const { sources } = await answer(asked, { maxRows: 4 });
    expect(() => scopeData(sources, 'a').data.frame('main')).toThrow(
      expect.objectContaining({ code: 'window_too_large' }),
    );
    expect(scopeData(sources, 'b').data.frame('main').toColumns()).toEqual({ n: [5] });
  });

  test('more groups than the limit are refused, not cut', async () => {
    const byMinute: Need = {
      dataset: 'detections',
      aggregate: { keys: ['line'], grain: 'minute', measures: {} },
    };
    const { sources } = await answer([ask('a', byMinute)], { maxRows: 1, maxGroups: 4 });
    expect(() => scopeData(sources, 'a').data.frame('main')).toThrow(
      expect.objectContaining({ code: 'too_many_groups' }),
    );
  });
});

test('APIs are called at once, equal calls once, and a failing one is its own card’s', async () => {
  const calls: string[] = [];
  const client: ApiClient = {
    async call({ api, params }) {
      calls.push(`${api} ${params.line}`);
      if (api === 'down') throw new AppError('api_timeout');
      return { status: 'ok', rows: [{ line: params.line }], asOf: 5 };
    },
  };
  const plan = (line: number) => ({ api: 'plan', params: { line } });
  const asked = [
    ask('a', plan(1)),
    ask('b', plan(1)),
    ask('c', plan(2)),
    ask('d', { api: 'down', params: {} }),
  ];
  const apis = await callApis(asked, client, { tenant: 'acme' as never, now: 5, signal });
  expect(calls).toEqual(['plan 1', 'plan 2', 'down undefined']);
  const needs = asked.map((each) => ({ ...each, cut: null, groupId: null, without: [], error: null }));
  const sources = {
    plan: { needs } as never,
    masters: { frames: new Map(), reads: [], joinMs: 0 },
    grouped: new Map(),
    apis,
  };
  expect(scopeData(sources, 'b')).toMatchObject({ columns: ['api:plan'], without: [] });
  expect(scopeData(sources, 'b').data.api('main')).toEqual({ status: 'ok', rows: [{ line: 1 }], asOf: 5 });
  expect(() => scopeData(sources, 'd').data.api('main')).toThrow(
    expect.objectContaining({ code: 'api_timeout' }),
  );
});
