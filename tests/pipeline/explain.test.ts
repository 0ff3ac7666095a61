import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeEachEngine } from '../support/engines.ts';
import { createSmallPlant, type SmallPlant } from '../support/small-plant.ts';
import { createTestApp, type TestApp } from '../support/test-app.ts';

/** 31 October and 1 November, Madrid time: over the end of a month. */
const monthsEnd = { period: { from: '2026-10-30T23:00:00Z', to: '2026-11-01T23:00:00Z' } };

describeEachEngine('how a card was computed', (engine) => {
  let test: TestApp;
  let plant: SmallPlant;
  beforeAll(async () => {
    test = await createTestApp(engine);
    plant = await createSmallPlant(test);
  });
  afterAll(() => test.remove());

  it('is the record of its own run: months, rows read and kept, columns, stages', async () => {
    const rejects = { ...monthsEnd, result: true };
    const { body } = await plant.run(rejects);
    const { data, stages, queries, apis } = body.stats.widgets['reject-by-area'];
    expect(data).toHaveLength(1);
    const { months, rowsRead, kept, received, left, label } = data[0];
    expect([label, rowsRead, months.length]).toEqual(['Detecciones', 6, 4]);
    expect(months[0]).toMatchObject({ month: '2026-10', member: 'L1', from: 'sql', rows: 2, grouped: false });
    const [from, to] = [monthsEnd.period.from, monthsEnd.period.to].map((at) => at.replace('Z', '.000Z'));
    expect(kept).toEqual([{ from, to, rows: 1 }]);
    expect(received).toEqual(['Área', 'Resultado', 'Piezas']);
    expect(left).toEqual(['Hora', 'Turno', 'Línea', 'Producto', 'Peso', 'Peso nominal']);
    expect(Object.keys(stages)).toEqual(['filters', 'plan', 'read', 'master', 'group', 'calculate']);
    for (const ms of Object.values(stages)) expect(ms).toBeGreaterThanOrEqual(0);
    expect([queries, apis]).toEqual([body.stats.queries, []]);
    const again = (await plant.run(rejects)).body.stats.widgets['reject-by-area'].data[0];
    expect(again.months.map((month: { from: string; ms: number }) => [month.from, month.ms])).toEqual(
      Array(4).fill(['memory', 0]),
    );
  });

  it('names each span that a card looked at, and the sources it called', async () => {
    const { widgets } = (await plant.run(monthsEnd)).body.stats;
    expect(widgets.detections.data[0].kept.map(({ rows }: { rows: number }) => rows)).toEqual([4, 0]);
    expect(widgets['reject-by-shift'].data[0].kept[0].from).toBe('2026-10-25T23:00:00.000Z');
    expect(widgets['plan-vs-made'].apis).toEqual([
      { api: 'erp_plan', status: 'ok', asOf: '2026-11-01T09:00:00.000Z' },
    ]);
  });
});

describeEachEngine('a plan', (engine) => {
  it('says what a run would read, and reads nothing', async () => {
    const test = await createTestApp(engine);
    try {
      const plant = await createSmallPlant(test);
      const plan = async () => (await plant.run(monthsEnd, { plan: true })).body;
      const before = await plan();
      const chunks = before.chunks.map(({ month, from, rows }: never) => [month, from, rows]);
      expect(chunks.toSorted()).toEqual([
        ...[
          ['2026-10', 'sql', 1],
          ['2026-10', 'sql', 2],
          ['2026-11', 'sql', 1],
          ['2026-11', 'sql', 2],
        ],
      ]);
      expect(before).toMatchObject({ dashboard: { slug: 'operation' }, rows: 6, overBudget: [] });
      expect(before.bytes).toBe(before.chunks.reduce((sum: number, { bytes }: never) => sum + bytes, 0));
      expect(before.estimatedMs).toBeGreaterThan(0);
      expect(await plan()).toEqual(before);
      await plant.run(monthsEnd);
      const after = await plan();
      expect(after.chunks.every(({ from }: { from: string }) => from === 'memory')).toBe(true);
    } finally {
      await test.remove();
    }
  });

  it('names what is over the budget, and refuses what a run refuses', async () => {
    const test = await createTestApp(engine, { maxWindowRows: 3 });
    try {
      const plant = await createSmallPlant(test);
      const { overBudget, rows, maxRows } = (await plant.run(monthsEnd, { plan: true })).body;
      expect([rows <= 3, maxRows]).toEqual([true, 3]);
      expect(overBudget).toContainEqual({ card: 'detections', need: 'now', rows: 6, answer: 'grouped' });
      const table = overBudget.filter(({ card }: { card: string }) => card === 'last-detections');
      expect(table).toEqual([{ card: 'last-detections', need: 'rows', rows: 6, answer: 'refused' }]);
      const { widgets, stats } = (await plant.run(monthsEnd)).body;
      expect(widgets['last-detections'].error).toEqual({
        code: 'window_too_large',
        message:
          'Este periodo tiene 6 filas y el límite es 3. Elige un periodo más corto o agrupa los datos.',
        id: null,
      });
      const [data] = stats.widgets['reject-by-area'].data;
      expect(data.months[0]).toMatchObject({ from: 'sql', grouped: true });
      expect(data.kept[0].rows).toBeNull();
      expect(await plant.run({ period: 'someday' }, { plan: true })).toMatchObject({
        ...{ status: 422, body: { error: { rule: 'unknown_period' } } },
      });
    } finally {
      await test.remove();
    }
  });
});
