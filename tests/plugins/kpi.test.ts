import { describe, expect, it } from 'vitest';
import type { KpiModel } from '#sdk';
import { at, detections, modelOf, type Piece, widgetContext } from './plant-bench.ts';

const pieces: Piece[] = [
  { time: at('00:10'), quantity: 4 },
  { time: at('08:00'), quantity: 10, result: 1 },
  { time: at('14:20'), quantity: 6, weight: null },
  { time: at('09:00', 18), quantity: 10, result: 1 },
  { time: at('10:00', 18), quantity: 6 },
  { time: at('14:40', 18), quantity: 50 },
];

const kpi = (settings: object, facts = pieces) =>
  modelOf(
    { class: 'KpiWidget', settings: { dataset: 'detections', ...settings } },
    { facts: detections(facts) },
  ) as KpiModel;

describe('KpiWidget', () => {
  it('adds a measure up and compares with the same elapsed time of the day before', () => {
    const model = kpi({ value: { fn: 'sum', column: 'quantity' } });
    expect(model.value).toBe(20);
    expect(model.change).toEqual({ value: 0.25, points: false });
    expect(model.comparedWith).toBe('vs. ayer');
  });

  it('shows the share of a part, its change in points, its limit and its note', () => {
    const model = kpi({
      value: { fn: 'ratio', column: 'quantity', part: { column: 'result', values: [1] } },
      limit: { value: 0.02 },
      note: { es: '{part} de {whole} piezas' },
    });
    expect(model.value).toBe(0.5);
    expect(model.format).toEqual({ percent: true, decimals: 1 });
    expect(model.change).toEqual({ value: (0.5 - 0.625) * 100, points: true });
    expect(model.limit).toEqual({ value: 0.02, exceeded: true });
    expect(model.note).toBe('10 de 20 piezas');
  });

  it('words a part of one as one', () => {
    const value = { fn: 'part', column: 'quantity', part: { column: 'result', values: [1] } };
    const notes = { note: { es: '{part} piezas' }, noteOfOne: { es: '{part} pieza' } };
    expect(kpi({ value, ...notes }).note).toBe('10 piezas');
    expect(kpi({ value, ...notes }, [{ time: at('08:00'), quantity: 1, result: 1 }]).note).toBe('1 pieza');
  });

  it('divides by the hours that have passed', () => {
    expect(kpi({ value: { fn: 'rate', column: 'quantity' } }).value).toBeCloseTo(20 / (14 + 32 / 60), 9);
  });

  it('skips missing values and scales', () => {
    expect(kpi({ value: { fn: 'sum', column: 'weight', scale: 0.001 } }).value).toBeCloseTo(0.2, 9);
    expect(kpi({ value: { fn: 'mean', column: 'weight' } }).value).toBe(100);
    expect(
      kpi({ value: { fn: 'mean', column: 'weight' } }, [{ time: at('08:00'), weight: null }]).value,
    ).toBeNull();
    expect(kpi({ value: { fn: 'distinct', column: 'product' } }).value).toBe(1);
  });

  it('draws its course by the hour, without the hour that is still running', () => {
    const { spark, previousSpark } = kpi({ value: { fn: 'sum', column: 'quantity' } });
    expect(spark).toEqual([4, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0]);
    expect(previousSpark).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 6, 0, 0, 0]);
  });

  it('has no change without a period before, and nothing to show without rows', () => {
    const today = pieces.slice(0, 3);
    expect(kpi({ value: { fn: 'sum', column: 'quantity' } }, today)).toMatchObject({
      change: null,
      comparedWith: 'sin datos para comparar',
      previousSpark: [],
    });
    expect(kpi({ value: { fn: 'count' } }, pieces.slice(3))).toEqual({ kind: 'empty' });
  });

  it('keeps a limit from below', () => {
    const below = { value: { fn: 'count' }, limit: { value: 5, side: 'below' } };
    expect(kpi(below).limit).toEqual({ value: 5, exceeded: true });
  });

  it('refuses settings that cannot be measured', () => {
    expect(() => kpi({ value: { fn: 'sum' } })).toThrow("/value must have required property 'column'");
    expect(() => kpi({ value: { fn: 'ratio' } })).toThrow("/value must have required property 'part'");
    expect(() => kpi({ value: { fn: 'guess' } })).toThrow(
      '/value/fn must be equal to one of the allowed values',
    );
  });

  it('speaks English', () => {
    const context = widgetContext({ language: 'en' });
    const english = { ...context, range: { ...context.range, comparedWith: 'yesterday' } };
    const model = modelOf(
      { class: 'KpiWidget', settings: { dataset: 'detections', value: { fn: 'count' } } },
      { facts: detections(pieces) },
      english,
    );
    expect(model.comparedWith).toBe('vs. yesterday');
  });
});
