import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { describeEachEngine, type EngineName } from '../support/engines.ts';
import { createSmallPlant, rowOf, type SmallPlant } from '../support/small-plant.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

/** The first three days of November, Madrid time. */
const november = { period: { from: '2026-10-31T23:00:00Z', to: '2026-11-03T23:00:00Z' } };
/** 31 October and 1 November, Madrid time: over the end of a month. */
const monthsEnd = { period: { from: '2026-10-30T23:00:00Z', to: '2026-11-01T23:00:00Z' } };

describeEachEngine('one Apply', (engine) => {
  let test: TestApp;
  let plant: SmallPlant;
  beforeAll(async () => {
    test = await createTestApp(engine);
    plant = await createSmallPlant(test);
  });
  afterAll(() => test.remove());

  const pieces = async (filters: object) => (await plant.run(filters)).body.widgets.detections.data?.value;

  it('adds up pieces, by hand', async () => {
    expect(await pieces(november)).toBe(3 + 2 + 1 + 4);
    expect(await pieces(monthsEnd)).toBe(7 + 5 + 3 + 2);
    expect(await pieces({ ...november, line: plant.lines.get('L1') })).toBe(3 + 2);
    expect(await pieces({ ...november, product: [plant.products.get('P1')] })).toBe(3 + 1 + 4);
    expect(await pieces({ ...november, result: true })).toBe(3 + 1);
  });

  it('answers a rate, a ranking and rows from the same pass', async () => {
    const { widgets, stats } = (await plant.run(november)).body;
    expect(widgets['reject-rate'].data.value).toBeCloseTo(4 / 10, 12);
    expect(
      widgets['reject-by-area'].data.rows.map((row: { label: string; value: number }) => [
        row.label,
        row.value,
      ]),
    ).toEqual([
      ['A', 3 / 5],
      ['B', 1 / 5],
    ]);
    expect(widgets['last-detections'].data.totalRows).toBe(4);
    expect(stats.rows).toBe(4);
  });

  it('reads each line-month once, then answers every other question from memory', async () => {
    const fresh = await createSmallPlant(test, 'fresh');
    const first = (await fresh.run(november)).body.stats;
    expect(first.months.map((month: { from: string }) => month.from)).toEqual(
      Array(first.months.length).fill('sql'),
    );
    expect(first.queries).toBeLessThanOrEqual(first.months.length + 1);
    const second = (await fresh.run({ ...november, product: [fresh.products.get('P1')], result: true })).body
      .stats;
    expect(new Set(second.months.map((month: { from: string }) => month.from))).toEqual(new Set(['memory']));
    expect(second.queries).toBeLessThanOrEqual(1);
  });

  it('hands each widget the columns it declared, no more', async () => {
    const { widgets } = (await plant.run(november)).body;
    const columns = Object.fromEntries(
      Object.entries<{ columns: string[] }>(widgets).map(([key, card]) => [key, card.columns.toSorted()]),
    );
    expect(columns).toMatchObject({
      detections: ['quantity', 'time'],
      'reject-by-area': ['area', 'quantity', 'result'],
      'plan-vs-made': ['api:erp_plan', 'product', 'quantity'],
    });
  });

  it('counts each option given the other filters', async () => {
    const { body } = await plant.run({ ...november, line: plant.lines.get('L1') });
    expect(body.stats.rows).toBe(2);
    expect(body.filters.text.line).toBe('L1');
  });

  it('lets a source correct its item into another month, and counts it once', async () => {
    const own = await createSmallPlant(test, 'moved');
    const moved = { id: 'c', at: '2026-10-15T08:00', product: 'P2', pieces: 9 };
    await own.write(own.lines.get('L1')!, [rowOf(moved, own.products)]);
    const october = { period: { from: '2026-09-30T22:00:00Z', to: '2026-10-31T23:00:00Z' } };
    expect((await own.run(october)).body.widgets.detections.data.value).toBe(9 + 5 + 7);
    expect((await own.run(november)).body.widgets.detections.data.value).toBe(3 + 1 + 4);
  });

  it('serves one tenant never a row of another', async () => {
    const other = await test.createPlant('other');
    const { body } = await other.run(november);
    expect(body.widgets.detections.status).toBe('empty');
    expect(JSON.stringify(body)).not.toContain('P1');
  });

  it.each([
    ['period', { period: 'someday' }],
    ['period', { period: { from: '2026-11-03T00:00:00Z', to: '2026-11-01T00:00:00Z' } }],
    ['period', { period: { from: '1900-01-01T00:00:00Z', to: '2026-11-01T00:00:00Z' } }],
    ['line', { line: 999 }],
    ['product', { product: Array.from({ length: 10_000 }, (_, id) => id) }],
    ['product', { product: { $gt: 0 } }],
    ['result', { result: 'perhaps' }],
    ['colour', { colour: 1 }],
  ])('refuses a bad %s, naming field and rule', async (field, filters) => {
    const { status, body } = await plant.run(filters);
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ field: expect.stringContaining(field), rule: expect.any(String) });
    expect(body.error.message).not.toMatch(/^errors\./);
  });

  it('knows no other dashboard', async () => {
    expect((await plant.run({}, { dashboard: 'nowhere' })).status).toBe(404);
  });
});

it.skipIf(inject('mariadbUrl') === null)('gives the same JSON on SQLite and on MariaDB', async () => {
  const answers = await Promise.all((['sqlite', 'mysql'] as const).map(everyAnswer));
  expect(answers[1]).toEqual(answers[0]);
});

async function everyAnswer(engine: EngineName): Promise<unknown[]> {
  const test = await createTestApp(engine);
  const plant = await createSmallPlant(test);
  const asked = [
    november,
    monthsEnd,
    { ...november, line: plant.lines.get('L2') },
    { ...monthsEnd, result: true },
  ];
  const answers = [];
  for (const filters of asked) {
    const { body } = await plant.run(filters);
    const { ms: _ms, queries: _queries, widgets: _widgets, months, ...stats } = body.stats;
    const widgets = Object.values<{ asOf?: string }>(body.widgets).map(({ asOf: _asOf, ...card }) => card);
    answers.push({
      ...body,
      widgets,
      stats,
      rows: months.map(({ from: _from, ...month }: { from: string }) => month),
    });
  }
  await test.remove();
  return answers;
}
