import { describe, expect, it } from 'vitest';
import type { HeatmapModel } from '#sdk';
import { at, detections, modelOf, type Piece, widgetContext } from './plant-bench.ts';

const rejects = { fn: 'ratio', column: 'quantity', part: { column: 'result', values: [1] } };
const settings = { dataset: 'detections', rows: 'shift', value: rejects, limit: { value: 0.02 } };

const made = (given: object, pieces: readonly Piece[], context = widgetContext()) =>
  modelOf(
    { class: 'HeatmapWidget', settings: { ...settings, ...given } },
    { facts: detections(pieces) },
    context,
  ) as HeatmapModel;

/** A hundred pieces at a moment, so many of them rejected. */
const batch = (clock: string, day: number, bad: number): Piece[] => [
  { time: at(clock, day), quantity: 100 - bad },
  { time: at(clock, day), quantity: bad, result: 1 },
];

const week = [
  ...batch('01:00', 13, 1),
  ...batch('23:00', 13, 2),
  ...batch('07:00', 16, 3),
  ...batch('07:00', 18, 2),
  ...batch('07:00', 19, 0),
  ...batch('07:00', 12, 50),
];

describe('HeatmapWidget', () => {
  it('shows the last plant days whatever the period chosen, today last', () => {
    const { columns, rows, heads, limit, emptyText } = made({}, week);
    expect(columns.map(({ label }) => label)).toEqual(['vie', 'sáb', 'dom', 'lun', 'mar', 'mié', 'hoy']);
    expect([columns[0]!.title, columns[6]!.now, columns[5]!.now]).toEqual(['vie 13 nov 2026', true, false]);
    expect(rows.map(({ label }) => label)).toEqual(['Noche', 'Mañana']);
    expect([heads, limit!.text, emptyText]).toEqual([
      { rows: 'Turno', columns: 'Día' },
      'Sobre el límite 2,0\u00a0%',
      'Sin producción',
    ]);
  });

  it('puts every piece on its own day, and alarm only over the limit', () => {
    const { rows } = made({}, week);
    const values = rows.map(({ cells }) => cells.map(({ value }) => value));
    expect(values).toEqual([
      [0.015, null, null, null, null, null, null],
      [null, null, null, 0.03, null, 0.02, 0],
    ]);
    expect(rows[1]!.cells.map(({ exceeded }) => exceeded)).toEqual([
      ...[false, false, false, true, false, false, false],
    ]);
  });

  it('tells greys apart by thirds of what is inside the limit', () => {
    const levels = [14, 15, 16, 17, 18, 19].map((day, index) =>
      batch('07:00', day, [0.1, 0.9, 1.1, 1.9, 9, 2][index]!),
    );
    expect(made({}, levels.flat()).rows[0]!.cells.map(({ level }) => level)).toEqual([0, 0, 1, 1, 2, 2, 2]);
    expect(made({}, batch('07:00', 19, 1)).rows[0]!.cells[6]!.level).toBe(0);
  });

  it('does not call a shift empty that has not begun', () => {
    const early = widgetContext({ now: at('05:00') });
    const range = { ...early.range, selected: { from: at('00:00'), to: at('05:00') } };
    const { rows } = made({}, [...week, ...batch('15:00', 18, 1)], { ...early, range });
    const today = rows.map(({ label, cells }) => [label, cells[6]!.ahead]);
    expect(today).toEqual([
      ['Noche', false],
      ['Mañana', true],
      ['Tarde', true],
    ]);
    expect(rows.map(({ cells }) => cells[5]!.ahead)).toEqual([false, false, false]);
  });

  it('takes any two keys over the period chosen', () => {
    const pieces = [{ time: at('08:00') }, { time: at('08:00'), line: 2, product: 3, quantity: 4 }];
    const model = made(
      { rows: 'line', columns: 'product', value: { fn: 'sum', column: 'quantity' }, limit: undefined },
      [...pieces, { time: at('08:00', 18), quantity: 9 }],
    );
    expect(model.columns.map(({ label }) => label)).toEqual(['Atún', 'Caballa']);
    expect(model.rows.map(({ label, cells }) => [label, ...cells.map(({ value }) => value)])).toEqual([
      ['Línea 1', 1, null],
      ['Línea 2', null, 4],
    ]);
    expect('limit' in model).toBe(false);
  });

  it('is empty without rows, and refuses what it cannot show', () => {
    expect(made({}, [])).toEqual({ kind: 'empty' });
    expect(() => made({ days: 32 }, week)).toThrow('days');
    expect(() => made({ value: { fn: 'rate' } }, week)).toThrow('fn');
  });
});
