import { describe, expect, it } from 'vitest';
import type { ChartModel } from '#sdk';
import { presetRange } from '../../plugins/standard/time/presets.ts';
import { at, calendar, detections, modelOf, now, type Piece, widgetContext, zone } from './plant-bench.ts';

const chart = (
  settings: object,
  pieces: readonly Piece[],
  context = widgetContext(),
  name = 'BarChartWidget',
) =>
  modelOf(
    { class: name, settings: { dataset: 'detections', ...settings } },
    { facts: detections(pieces) },
    context,
  ) as ChartModel;

const sum = { fn: 'sum', column: 'quantity' };
const rejects = { fn: 'ratio', column: 'quantity', part: { column: 'result', values: [1] } };
const day: Piece[] = [
  { time: at('00:30'), quantity: 3 },
  { time: at('14:10'), quantity: 5, result: 1 },
  { time: at('14:20'), quantity: 5 },
  { time: at('13:00', 18), quantity: 7 },
  { time: at('20:00', 18), quantity: 8 },
];

const over = (preset: '7d' | '30d' | 'thisShift') => {
  const range = presetRange(preset, { now, zone, calendar });
  return widgetContext({ range: { ...range, name: 'Periodo', comparedWith: 'antes' } });
};

describe('a chart over time', () => {
  it('shows the whole day by the hour: nothing yet after now, zero where nothing was made', () => {
    const { labels, titles, labelStep, running, panels } = chart({ value: sum }, day);
    expect(labels).toHaveLength(24);
    expect([labels[0], labels[14], labelStep]).toEqual(['00', '14', 2]);
    expect(titles[14]).toBe('14:00–14:59');
    expect(running).toEqual({ index: 14, text: 'hasta 14:32' });
    expect(panels[0]!.series[0]).toMatchObject({ label: 'Hoy', role: 'data' });
    expect(panels[0]!.series[0]!.values).toEqual([3, ...Array(13).fill(0), 10, ...Array(9).fill(null)]);
  });

  it('lays the whole day before under it, dotted', () => {
    const before = chart({ value: sum }, day).panels[0]!.series[1]!;
    expect(before).toMatchObject({ label: 'Ayer', role: 'previous' });
    expect([before.values[13], before.values[20], before.values[0]]).toEqual([7, 8, 0]);
    expect(chart({ value: sum, previous: false }, day).panels[0]!.series).toHaveLength(1);
    expect(chart({ value: sum }, day.slice(0, 3)).panels[0]!.series).toHaveLength(1);
  });

  it('marks where shifts begin', () => {
    expect(chart({ value: sum }, day).marks).toEqual([
      { index: 0, text: 'Noche' },
      { index: 6, text: 'Mañana' },
      { index: 14, text: 'Tarde' },
      { index: 22, text: 'Noche' },
    ]);
  });

  it('puts a rate with its limit on a panel below, empty where nothing was made', () => {
    const panel = { title: { es: 'Tasa' }, value: rejects, limit: { value: 0.02 } };
    const { panels } = chart({ value: sum, panel }, day);
    expect(panels[1]).toMatchObject({
      type: 'line',
      title: 'Tasa',
      limit: { value: 0.02, text: 'Límite 2,0\u00a0%' },
    });
    expect(panels[1]!.series[0]!.values.slice(0, 16)).toEqual([0, ...Array(13).fill(null), 0.5, null]);
  });

  it('says whether the running bucket still grows: amounts do, rates and means do not', () => {
    const grows = (value: object) => chart({ value }, day).panels[0]!.grows;
    expect([grows(sum), grows(rejects), grows({ fn: 'mean', column: 'quantity' })]).toEqual([
      true,
      undefined,
      undefined,
    ]);
  });

  it('says in words what it shows', () => {
    expect(chart({ value: sum }, day).summary).toBe('Hoy: máximo 10 (14:00–14:59), último 10 (14:00–14:59).');
  });

  it('goes by the day over a week and a month, and by what is asked where that fits', () => {
    const week = chart({ value: sum }, day, over('7d'));
    expect(week.labels).toEqual(['13 nov', '14 nov', '15 nov', '16 nov', '17 nov', '18 nov', '19 nov']);
    expect(week.panels[0]!.series[0]!.values).toEqual([0, 0, 0, 0, 0, 15, 13]);
    expect(week.running?.index).toBe(6);
    expect(week.marks).toEqual([]);
    expect(chart({ value: sum }, day, over('30d'))).toMatchObject({ labelStep: 3 });
    expect(chart({ value: sum, grain: 'hour' }, day, over('7d')).labels).toHaveLength(168);
    expect(chart({ value: sum, grain: 'minute' }, day, over('7d')).labels).toHaveLength(168);
    expect(chart({ value: sum, grain: 'shift' }, day, over('thisShift')).labels).toEqual(['jue Tarde']);
  });

  it('has nothing to show without rows', () => {
    expect(chart({ value: sum }, day.slice(3))).toEqual({ kind: 'empty' });
  });
});

describe('a chart of several series', () => {
  const mixed: Piece[] = [1, 2, 3, 4, 5, 6, 7].map((product) => ({
    time: at('08:00'),
    product,
    quantity: product * 10,
  }));

  it('shows the five largest in the colours of their ids, and the others as one', () => {
    const { panels } = chart({ value: sum, split: 'product' }, mixed, widgetContext(), 'LineChartWidget');
    const series = panels[0]!.series.map(({ label, slot, values }) => [label, slot, values[8]]);
    expect(series).toEqual([
      ['Caballa', 3, 30],
      ['Dorada', 4, 40],
      ['Eglefino', 5, 50],
      ['Faneca', 1, 60],
      ['Gallo', 2, 70],
      ['Otros', 0, 30],
    ]);
  });

  it('keeps a colour when others leave', () => {
    const slots = (pieces: readonly Piece[]) =>
      new Map(
        chart({ value: sum, split: 'product' }, pieces).panels[0]!.series.map(({ label, slot }) => [
          label,
          slot,
        ]),
      );
    expect(slots(mixed).get('Gallo')).toBe(slots(mixed.slice(5)).get('Gallo'));
    expect(slots(mixed).get('Dorada')).toBe(slots([mixed[3]!]).get('Dorada'));
  });

  it('sums up no others where values do not add up', () => {
    const { panels } = chart({ value: { fn: 'max', column: 'quantity' }, split: 'product' }, mixed);
    expect(panels[0]!.series.map(({ label }) => label)).not.toContain('Otros');
    expect(panels[0]!.series).toHaveLength(5);
  });

  it('stacks bars unless they are to stand side by side', () => {
    expect(chart({ value: sum, split: 'product' }, mixed).panels[0]!.stacked).toBe(true);
    expect(chart({ value: sum, split: 'product', layout: 'grouped' }, mixed).panels[0]!.stacked).toBeFalsy();
  });

  it('names rows without a member', () => {
    const { panels } = chart({ value: sum, split: 'product' }, [{ time: at('08:00'), product: null }]);
    expect(panels[0]!.series[0]!.label).toBe('Sin dato');
  });
});

describe('bars per member', () => {
  const pieces: Piece[] = [
    { time: at('08:00'), product: 1, quantity: 5 },
    { time: at('08:00'), product: 2, quantity: 9, line: 2 },
    { time: at('08:00'), product: 3, quantity: 1 },
    { time: at('08:00', 18), product: 1, quantity: 4 },
    { time: at('08:00', 18), product: 3, quantity: 2 },
  ];

  it('stand largest first with the others last, beside the period before', () => {
    const { labels, panels } = chart({ value: sum, by: 'product', top: 2 }, pieces);
    expect(labels).toEqual(['Bonito', 'Atún', 'Otros']);
    expect(panels[0]!.series.map(({ values }) => values)).toEqual([
      [9, 5, 1],
      [0, 4, 2],
    ]);
  });

  it('split by a second column', () => {
    const { panels } = chart({ value: sum, by: 'product', split: 'line' }, pieces);
    expect(panels[0]).toMatchObject({ stacked: true });
    expect(panels[0]!.series.map(({ label, values }) => [label, values])).toEqual([
      ['Línea 1', [0, 5, 1]],
      ['Línea 2', [9, 0, 0]],
    ]);
  });
});
