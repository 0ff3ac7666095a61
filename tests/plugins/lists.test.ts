import { describe, expect, it } from 'vitest';
import type { AlertStripModel, RankingModel, TableModel } from '#sdk';
import { at, detections, modelOf, now, type Piece, widgetContext } from './plant-bench.ts';

const made = (name: string, settings: object, pieces: readonly Piece[], context = widgetContext()) =>
  modelOf(
    { class: name, settings: { dataset: 'detections', ...settings } },
    { facts: detections(pieces), clauses: [] },
    context,
  );

const rejects = { fn: 'ratio', column: 'quantity', part: { column: 'result', values: [1] } };
const sum = { fn: 'sum', column: 'quantity' };

describe('RankingWidget', () => {
  const pieces: Piece[] = [
    { time: at('08:00'), line: 1, quantity: 99 },
    { time: at('08:00'), line: 1, quantity: 1, result: 1 },
    { time: at('09:00'), line: 2, quantity: 45 },
    { time: at('09:00'), line: 2, quantity: 5, result: 1 },
  ];
  const settings = { by: 'line', value: rejects, head: { es: 'Tasa' }, limit: { value: 0.02 } };

  it('ranks members by a rate against a limit, with a second number', () => {
    const extra = { value: sum, head: { es: 'Piezas' } };
    expect(made('RankingWidget', { ...settings, extra }, pieces)).toEqual({
      kind: 'ranking',
      heads: { name: 'Línea', value: 'Tasa', extra: 'Piezas' },
      format: { percent: true, decimals: 1 },
      extraFormat: {},
      rows: [
        { label: 'Línea 2', value: 0.1, extra: 50, exceeded: true },
        { label: 'Línea 1', value: 0.01, extra: 100, exceeded: false },
      ],
      max: 0.1,
      limit: { value: 0.02, text: 'límite 2,0\u00a0%' },
    });
  });

  it('counts the part that a rate is made of', () => {
    const extra = { value: { ...rejects, fn: 'part' }, head: { es: 'Rechazos' } };
    const { rows } = made('RankingWidget', { ...settings, extra }, pieces) as RankingModel;
    expect(rows.map((row) => row.extra)).toEqual([5, 1]);
  });

  it('shows the largest and the others as one, at their own rate', () => {
    const model = made('RankingWidget', { ...settings, by: 'product', top: 1 }, [
      { time: at('08:00'), product: 1, result: 1 },
      { time: at('08:00'), product: 2, quantity: 9 },
      { time: at('08:00'), product: 3, result: 1 },
    ]) as RankingModel;
    expect(model.rows.map(({ label, value }) => [label, value])).toEqual([
      ['Atún', 1],
      ['Otros', 0.1],
    ]);
  });

  it('has nothing to show without rows', () => {
    expect(made('RankingWidget', settings, [])).toEqual({ kind: 'empty' });
  });
});

describe('TableWidget', () => {
  const pieces: Piece[] = [
    { time: at('08:00'), weight: 102, product: 2 },
    { time: at('08:01'), weight: null, result: 1 },
    { time: at('08:02'), product: null },
  ];
  const columns = [
    ...['time', 'product', 'weight'],
    { of: 'weight', from: 'nominal_weight', label: { es: 'Desvío' } },
    ...['shift', 'result'],
  ];
  const settings = { columns, bad: { result: [1] }, pageSize: 2 };

  it('shows a page of the newest rows, each column in its way', () => {
    const model = made('TableWidget', settings, pieces) as TableModel;
    expect(model.columns).toEqual([
      { name: 'time', label: 'Hora', type: 'time' },
      { name: 'product', label: 'Producto', type: 'text' },
      { name: 'weight', label: 'Peso', type: 'number', format: { decimals: 1, unit: 'g' } },
      {
        name: 'weight-from-nominal_weight',
        label: 'Desvío',
        type: 'number',
        format: { percent: true, decimals: 1, signed: true },
      },
      { name: 'shift', label: 'Turno', type: 'text' },
      { name: 'result', label: 'Resultado', type: 'result', bad: ['Rechazo'] },
    ]);
    expect(model.rows).toEqual([
      [at('08:02'), null, 100, 0, 'Mañana', 'OK'],
      [at('08:01'), 'Atún', null, null, 'Mañana', 'Rechazo'],
    ]);
    expect(model).toMatchObject({ page: 1, pageSize: 2, totalRows: 3 });
  });

  it('goes to the page asked for', () => {
    const model = made('TableWidget', settings, pieces, widgetContext({ page: 2 })) as TableModel;
    expect(model.rows).toEqual([[at('08:00'), 'Bonito', 102, 0.02, 'Mañana', 'OK']]);
  });

  it('groups', () => {
    const measures = { pieces: { fn: 'sum', column: 'quantity', label: { es: 'Piezas' } } };
    const aggregate = { keys: ['product'], grain: 'day', measures, sortBy: 'pieces' };
    const model = made('TableWidget', { aggregate }, [
      { time: at('08:00') },
      { time: at('09:00'), product: 2, quantity: 5 },
    ]) as TableModel;
    expect(model.columns.map(({ label, type }) => [label, type])).toEqual([
      ['Hora', 'time'],
      ['Producto', 'text'],
      ['Piezas', 'number'],
    ]);
    expect(model.rows).toEqual([
      [at('00:00'), 'Bonito', 5],
      [at('00:00'), 'Atún', 1],
    ]);
  });

  it('shows rows or groups, not both', () => {
    expect(() => made('TableWidget', {}, pieces)).toThrow('must match exactly one schema in oneOf');
  });
});

describe('AlertStripWidget', () => {
  const settings = {
    by: 'line',
    value: rejects,
    limit: { value: 0.02 },
    name: { es: 'Rechazo en {member}' },
  };
  const hour = (clock: string, bad: number, line = 2): Piece[] => [
    { time: at(clock), line, quantity: 100 - bad },
    ...Array.from({ length: 40 }, () => ({ time: at(clock), line, quantity: 0 })),
    { time: at(clock), line, quantity: bad, result: 1 },
  ];
  const alerts = (pieces: readonly Piece[]) =>
    (made('AlertStripWidget', settings, pieces) as AlertStripModel).alerts;

  it('names what is outside its limit and since when without a break', () => {
    const pieces = [...hour('08:00', 10), ...hour('09:00', 1), ...hour('10:00', 5), ...hour('11:00', 8)];
    expect(alerts(pieces)).toEqual([
      {
        name: 'Rechazo en Línea 2',
        value: 0.06,
        limit: 0.02,
        format: { percent: true, decimals: 1 },
        since: at('10:00'),
      },
    ]);
  });

  it('puts the most severe first, and says nothing where all is well', () => {
    const names = alerts([...hour('08:00', 4, 1), ...hour('08:00', 9, 2)]).map(({ name }) => name);
    expect(names).toEqual(['Rechazo en Línea 2', 'Rechazo en Línea 1']);
    expect(alerts(hour('08:00', 1))).toEqual([]);
    expect(alerts([{ time: at('08:00'), result: 1 }])).toEqual([]);
  });

  it('answers for the whole plant, whatever the filters say', () => {
    const model = modelOf(
      { class: 'AlertStripWidget', settings: { dataset: 'detections', ...settings } },
      { facts: detections(hour('08:00', 9)), clauses: [{ op: 'in', column: 'line', values: [1] }] },
    ) as AlertStripModel;
    expect(model.alerts).toHaveLength(1);
  });
});

describe('PlanVsMadeWidget', () => {
  const settings = { dataset: 'detections', column: 'product', measure: 'quantity', api: 'erp_plan' };
  const rows = [
    { product: 'P1', planned: 20 },
    { product: 'P3', planned: 5 },
    { product: 'NOPE', planned: 9 },
  ];
  const facts = detections([
    { time: at('08:00'), quantity: 10 },
    { time: at('09:00'), product: 2, quantity: 30 },
  ]);
  const plan = (given: object = {}, status: 'ok' | 'stale' = 'ok') =>
    modelOf(
      { class: 'PlanVsMadeWidget', settings },
      { facts, apis: { erp_plan: { status, rows, asOf: now - 60_000 } }, ...given },
    ) as RankingModel;

  it('lays the plan over what was made, product by product', () => {
    const model = plan();
    expect(model.rows).toEqual([
      { label: 'Bonito', value: 30, extra: null, tick: null, exceeded: false },
      { label: 'Atún', value: 10, extra: 0.5, tick: 20, exceeded: false },
      { label: 'Caballa', value: 0, extra: 0, tick: 5, exceeded: false },
    ]);
    expect(model).toMatchObject({ max: 30, tickText: 'Plan a esta hora' });
    expect(model.source).toEqual({ name: 'ERP', asOf: now - 60_000, stale: false });
  });

  it('leaves out what filters left nothing of', () => {
    const filtered = plan({ clauses: [{ op: 'in', column: 'product', values: [1] }] });
    expect(filtered.rows.map(({ label }) => label)).toEqual(['Atún']);
  });

  it('says when the plan is old', () => {
    expect(plan({}, 'stale').source!.stale).toBe(true);
  });
});
