import { describe, expect, test } from 'vitest';
import {
  addDays,
  type Clause,
  type Measure,
  type MonthState,
  type Need,
  startOfDay,
  type TenantId,
} from '#sdk';
import { planQueries, type Question } from '../../src/pipeline/query/plan-queries.ts';
import { ask, metadata, rangeOf } from './plant.ts';

const months = (table: string, ...given: [string, number][]): [string, MonthState[]] => [
  table,
  given.map(([month, rows]) => ({ table, month, version: 1, rows })),
];

const scope = {
  tenant: 'acme' as TenantId,
  metadata,
  language: 'es' as const,
  months: new Map([
    months('detections_1', ['2026-01', 100], ['2026-02', 200], ['2026-03', 300]),
    months('detections_2', ['2026-02', 20], ['2026-03', 0]),
    months('detections_3', ['2026-02', 3]),
    months('prices', ['2026-02', 50]),
  ]),
};
const february = { from: Date.UTC(2026, 1, 10), to: Date.UTC(2026, 2, 1) };
const january = { from: Date.UTC(2026, 0, 10), to: Date.UTC(2026, 1, 1) };
const count: Need = { dataset: 'detections', aggregate: { keys: [], measures: { n: { fn: 'count' } } } };
const lines = (...values: number[]): Clause => ({ op: 'in', column: 'line', values });
const areas = (...values: number[]): Clause => ({ op: 'in', column: 'area', values });

const plan = (given: Partial<Question>) =>
  planQueries({
    scope,
    asked: [ask('a', count)],
    clauses: new Map(),
    range: rangeOf(february, january),
    maxRows: 1e6,
    ...given,
  });

const tables = (clauses: Clause[]) =>
  plan({ clauses: new Map([['f', clauses]]) }).chunks.map(({ table, month }) => `${table} ${month}`);

describe('which line-months are read', () => {
  test('those that touch the span and hold rows', () => {
    const { chunks, rows, bytes } = plan({});
    expect(chunks.map(({ table, month }) => [table, month])).toEqual([
      ['detections_1', '2026-02'],
      ['detections_2', '2026-02'],
      ['detections_3', '2026-02'],
    ]);
    expect(chunks[0]).toEqual({
      tenant: 'acme',
      dataset: 'detections',
      table: 'detections_1',
      month: '2026-02',
      version: 1,
      rows: 200,
    });
    expect([rows, bytes]).toEqual([223, 223 * (4 + 2 + 1 + 4 + 8)]);
  });

  test('those of the tables that clauses leave: by member, by parent, and through and, or, not', () => {
    expect(tables([lines(2)])).toEqual(['detections_2 2026-02']);
    expect(tables([areas(9)])).toEqual(['detections_3 2026-02']);
    expect(tables([lines(1, 3), areas(7)])).toEqual(['detections_1 2026-02']);
    expect(tables([{ op: 'not', clause: areas(7) }])).toEqual(['detections_3 2026-02']);
    expect(tables([{ op: 'or', clauses: [lines(2), areas(9)] }])).toEqual([
      'detections_2 2026-02',
      'detections_3 2026-02',
    ]);
    const rejects: Clause = { op: 'in', column: 'result', values: [1] };
    expect(tables([{ op: 'or', clauses: [lines(2), rejects] }])).toHaveLength(3);
    expect(tables([{ op: 'and', clauses: [lines(2), rejects] }])).toEqual(['detections_2 2026-02']);
    expect(tables([lines(99)])).toEqual([]);
  });

  test('once each, however many cards ask', () => {
    const asked = ['a', 'b', 'c'].map((owner) => ask(owner, count));
    const { cuts, chunks, needs } = plan({ asked });
    expect([cuts.length, chunks.length]).toEqual([1, 3]);
    expect(new Set(needs.map(({ groupId }) => groupId)).size).toBe(1);
  });
});

describe('which rows a need is about', () => {
  const narrowed = new Map([
    ['line', [lines(2)]],
    ['area', [areas(7)]],
  ]);
  const cutOf = (need: Need) => plan({ asked: [ask('a', need)], clauses: narrowed }).needs[0]!.cut!;

  test('the window and the filters it names', () => {
    expect(cutOf(count)).toMatchObject({ span: february, clauses: [lines(2), areas(7)] });
    expect(cutOf({ ...count, window: 'previous' })).toMatchObject({ span: january });
    expect(cutOf({ ...count, filters: 'none' })).toMatchObject({ clauses: [] });
    expect(cutOf({ ...count, filters: { except: 'line' } })).toMatchObject({ clauses: [areas(7)] });
  });

  test('a clause over a column the dataset lacks is left out, and its filter named', () => {
    const both: Clause = { op: 'or', clauses: [lines(2), { op: 'in', column: 'close', values: [1] }] };
    const clauses = new Map([
      ...narrowed,
      ['both', [both]],
      ['shift', [{ op: 'in', column: 'shift', values: [1] } as const]],
    ]);
    const need: Need = { dataset: 'prices', columns: ['close'] };
    const asked = [ask('a', need), ask('b', count), ask('c', { ...need, filters: 'none' })];
    const { needs } = plan({ asked, clauses });
    expect(needs.map(({ without }) => without)).toEqual([['line', 'area', 'both'], ['both'], []]);
    expect(needs[0]!.cut!.clauses).toEqual([{ op: 'in', column: 'shift', values: [1] }]);
  });
});

describe('what cannot be answered', () => {
  test.each([
    ['unknown_dataset', { ...count, dataset: 'nope' }],
    ['unknown_column', { dataset: 'detections', columns: ['time', 'source_id'] }],
    ['unknown_column', { dataset: 'prices', aggregate: { keys: ['line'], measures: {} } }],
    ['not_a_key', { dataset: 'detections', aggregate: { keys: ['weight'], measures: {} } }],
    [
      'not_measurable',
      { dataset: 'detections', aggregate: { keys: [], measures: { x: { fn: 'sum', column: 'line' } } } },
    ],
  ] as const)('%s stays with the need that asked', (code, need) => {
    const { needs } = plan({ asked: [ask('bad', need), ask('good', count)] });
    expect(needs[0]).toMatchObject({ cut: null, error: { code } });
    expect(needs[1]).toMatchObject({ error: null, cut: { rows: 223 } });
  });

  test('over the limit, rows are refused with the numbers and aggregates go to the database', () => {
    const asked = [
      ask('table', { dataset: 'detections', columns: ['time'] }),
      ask('kpi', count),
      ask('prices', { dataset: 'prices', columns: ['close'] }),
    ];
    const { needs, chunks, rows } = plan({ asked, maxRows: 222 });
    expect(needs[0]!.error).toMatchObject({
      code: 'window_too_large',
      status: 422,
      params: { rows: 223, limit: 222 },
    });
    expect(needs[1]!.cut!.from).toBe('sql');
    expect(needs[2]!.cut!.from).toBe('memory');
    expect([chunks.map(({ table }) => table), rows]).toEqual([['prices'], 50]);
  });

  test('a quantile over the limit is refused like rows, a count of values is not', () => {
    const by = (measure: Measure): Need => ({
      dataset: 'detections',
      aggregate: { keys: [], measures: { m: measure } },
    });
    const asked = [
      ask('median', by({ fn: 'quantile', column: 'weight', q: 0.5 })),
      ask('moments', by({ fn: 'distinct', column: 'time' })),
      ask('kinds', by({ fn: 'distinct', column: 'product' })),
    ];
    const { needs } = plan({ asked, maxRows: 222 });
    const refusal = { cut: null, error: { code: 'window_too_large' } };
    expect(needs.slice(0, 2)).toMatchObject([refusal, refusal]);
    expect(needs[2]).toMatchObject({ error: null, cut: { from: 'sql' } });
    expect(plan({ asked, maxRows: 223 }).needs[0]).toMatchObject({ error: null, cut: { from: 'memory' } });
  });

  test('a window of days is cut out on its own, as many plant days as it says', () => {
    const asked = [ask('now', count), ask('week', { ...count, window: { days: 7 } })];
    const [now, week] = plan({ asked }).cuts;
    expect(week!.span.to).toBe(now!.span.to);
    expect(week!.span.from).toBe(addDays(startOfDay(now!.span.to - 1, 'Europe/Madrid'), -6, 'Europe/Madrid'));
    const bad = plan({ asked: [ask('bad', { ...count, window: { days: 0 } })] }).needs[0];
    expect(bad!.error).toMatchObject({ code: 'bad_window' });
  });

  test('cuts of the same line-months count once against the limit', () => {
    const asked = [ask('all', count), ask('bare', { ...count, filters: 'none' })];
    const clauses = new Map([['result', [{ op: 'in', column: 'result', values: [1] } as const]]]);
    expect(plan({ asked, clauses, maxRows: 223 }).cuts.map(({ from }) => from)).toEqual(['memory', 'memory']);
  });
});
