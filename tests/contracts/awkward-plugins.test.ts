import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ApiRows, Clause, Dimension, Frame, Metadata, TenantId, WidgetContext } from '#sdk';
import { presetRange } from '../../plugins/standard/time/presets.ts';
import { fromColumns } from '../../src/frame/from-columns.ts';
import { placeFilters } from '../../src/pipeline/filters/place-filters.ts';
import { readFilters } from '../../src/pipeline/filters/read-filters.ts';
import { inlineHost } from '../../src/pipeline/plugins/inline-host.ts';
import { askNeeds } from '../../src/pipeline/widgets/ask-needs.ts';
import { placeWidgets } from '../../src/pipeline/widgets/place-widgets.ts';
import { runWidget } from '../../src/pipeline/widgets/run-widget.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import type { Registry } from '../../src/registry/types.ts';
import {
  answer,
  at,
  calendar,
  detections,
  filterContext,
  metadata,
  now,
  placement,
  registry as standard,
  widgetContext,
  zone,
} from '../plugins/plant-bench.ts';

const awkward = await loadRegistry({ pluginsDir: join(import.meta.dirname, 'plugins'), strict: true });

const log = (failure: { cause: unknown }) => {
  throw failure.cause;
};

type Given = {
  readonly registry?: Registry;
  readonly class: string;
  readonly settings: object;
  readonly facts: Frame;
  readonly clauses?: readonly Clause[];
  readonly apis?: Readonly<Record<string, ApiRows>>;
  readonly context?: WidgetContext;
};

/** The card of one widget, through the same door as every other. */
async function cardOf(given: Given) {
  const placed = placement({ key: 'card', kind: 'widget', className: given.class, settings: given.settings });
  const context = given.context ?? widgetContext();
  const registry = given.registry ?? awkward;
  const tools = { tenant: 'acme' as TenantId, host: inlineHost(registry), log };
  const [asked] = await askNeeds(placeWidgets([placed], registry, { context }), tools);
  const { placed: widget, needs } = asked!;
  const handed = { needs, data: answer(needs, given, widget.context), columns: [], without: [] };
  return runWidget(widget, handed, tools);
}

describe('a this-shift filter', () => {
  const placements = [placement({ key: 'current', kind: 'filter', className: 'ThisShiftFilter' })];
  const read = (form: Record<string, unknown>, given = filterContext()) =>
    readFilters(placeFilters(placements, awkward, { context: given }), form, {
      ...{ tenant: 'acme' as TenantId, host: inlineHost(awkward), context: given, log },
    });

  it('narrows to the shift of this moment, and says which it is', async () => {
    const { clauses, outcomes } = await read({ current: 'true' });
    expect(clauses.get('current')).toEqual([
      { op: 'between', column: 'time', from: at('14:00'), to: at('22:00') },
    ]);
    expect(outcomes[0]!.text).toBe('Tarde');
    const night = await read({ current: true }, filterContext({ now: at('02:00') }));
    expect(night.clauses.get('current')).toEqual([
      { op: 'between', column: 'time', from: at('22:00', 18), to: at('06:00') },
    ]);
  });

  it('refuses in its own words', async () => {
    const { outcomes, refused } = await read({ current: 'perhaps' });
    expect(refused).toBe(true);
    expect(outcomes[0]!.error).toEqual({
      ...{ field: 'current', rule: 'not_this_shift', message: 'Elige sí o no.' },
    });
  });
});

describe('a KPI against the period before', () => {
  const facts = detections([
    { time: at('09:00'), quantity: 12 },
    { time: at('09:00', 18), quantity: 10 },
    { time: at('20:00', 18), quantity: 99 },
  ]);
  const settings = { dataset: 'detections', measure: 'quantity' };

  it('compares with the same elapsed time', async () => {
    const { data, status } = await cardOf({ class: 'ChangeWidget', settings, facts });
    expect(status).toBe('ok');
    expect(data).toMatchObject({ value: 12, comparedWith: 'frente a ayer' });
    expect((data as unknown as { change: { value: number } }).change.value).toBeCloseTo(0.2, 9);
  });
});

describe('a widget of an API and plant data', () => {
  const facts = detections([{ time: at('09:00'), quantity: 50 }]);
  const settings = { dataset: 'detections', measure: 'quantity', api: 'meters' };
  const meters: ApiRows = { status: 'ok', rows: [{ kwh: 4 }, { kwh: '6' }], asOf: now - 1000 };

  it('puts the two together, as old as the older', async () => {
    const card = await cardOf({ class: 'EnergyPerPieceWidget', settings, facts, apis: { meters } });
    expect(card).toMatchObject({ status: 'ok', sourceType: 'mixed', asOf: now - 1000, data: { value: 0.2 } });
  });

  it('is stale when the answer is', async () => {
    const apis = { meters: { ...meters, status: 'stale' as const } };
    expect((await cardOf({ class: 'EnergyPerPieceWidget', settings, facts, apis })).status).toBe('stale');
  });
});

describe('a dataset that is not a plant’s', () => {
  const day = (date: number, hour = 12): number => at(`${hour}:00`, date);
  const prices = fromColumns(
    [
      { name: 'time', type: 'time', values: [day(16), day(16), day(17), day(18)] },
      { name: 'symbol', type: 'member', values: [1, 2, 1, 1], label: (id) => ['', 'ACME', 'BOLT'][id]! },
      { name: 'open', type: 'number', values: [10, 50, 11, 12] },
      { name: 'high', type: 'number', values: [12, 55, 13, 14] },
      { name: 'low', type: 'number', values: [9, 49, 10, 11] },
      { name: 'close', type: 'number', values: [11, 51, 12, 13.5] },
      { name: 'volume', type: 'number', values: [100, 200, 300, 400] },
    ],
    calendar,
  );
  const symbols: Dimension = {
    ...awkward.packs.get('awkward')!.dimensions[0]!,
    members: ['ACME', 'BOLT'].map((code, index) => ({
      ...{ id: index + 1, code, labels: { es: code }, parentId: null, attributes: {} },
    })),
    byId: new Map(),
  };
  const market: Metadata = {
    ...metadata,
    datasets: new Map(awkward.packs.get('awkward')!.datasets.map((dataset) => [dataset.key, dataset])),
    dimensions: new Map([['symbols', symbols]]),
  };
  const range = { ...presetRange('7d', { now, zone, calendar }), name: '7 días', comparedWith: 'antes' };
  const context = widgetContext({ metadata: market, range });
  const shared = { registry: standard, facts: prices, context };

  it('is drawn by a widget with a template of its own', async () => {
    const card = await cardOf({ class: 'CandlesWidget', settings: { symbol: 1 }, facts: prices, context });
    expect(card.data).toMatchObject({ kind: 'candles' });
    expect((card.data as unknown as { candles: object[] }).candles[2]).toEqual({
      ...{ day: day(18), open: 12, high: 14, low: 11, close: 13.5 },
    });
    expect(awkward.templates.get('@awkward/candles')).toContain('class="candles"');
  });

  it('is drawn by the standard widgets, and chosen by the standard filters', async () => {
    const close = { fn: 'mean', column: 'close' };
    const lines = await cardOf({
      ...shared,
      ...{ class: 'LineChartWidget', settings: { dataset: 'prices', value: close, split: 'symbol' } },
    });
    expect(lines.data).toMatchObject({ labels: expect.arrayContaining(['16 nov', '18 nov']) });
    expect(lines.data).toHaveProperty('panels.0.series', [
      { label: 'ACME', role: 'category', slot: 1, values: [null, null, null, 11, 12, 13.5, null] },
      { label: 'BOLT', role: 'category', slot: 2, values: [null, null, null, 51, null, null, null] },
    ]);
    const volume = {
      dataset: 'prices',
      by: 'symbol',
      value: { fn: 'sum', column: 'volume' },
      head: { es: 'Volumen' },
    };
    const ranking = await cardOf({ ...shared, class: 'RankingWidget', settings: volume });
    expect(ranking.data).toMatchObject({
      rows: [
        { label: 'ACME', value: 800 },
        { label: 'BOLT', value: 200 },
      ],
    });
    const chosen = placement({
      ...{ key: 'symbol', kind: 'filter', className: 'MultiSelectFilter' },
      settings: { dataset: 'prices', column: 'symbol' },
    });
    const given = filterContext({ metadata: market });
    const { outcomes } = await readFilters(
      placeFilters([chosen], standard, { context: given }),
      { symbol: ['2'] },
      { tenant: 'acme' as TenantId, host: inlineHost(standard), context: given, log },
    );
    expect(outcomes[0]!.text).toBe('BOLT');
  });
});
