import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FactRow, PackDefinition } from '#sdk';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import { marketsMigrations } from '../catalog/markets/pack.ts';
import { describeEachEngine } from '../support/engines.ts';
import { createTestApp, type Site, type TestApp } from '../support/test-app.ts';

const project = join(import.meta.dirname, '../..');
const october = { period: { from: '2026-09-30T22:00:00Z', to: '2026-10-31T23:00:00Z' } };

/** The standard plugins with a pack that has nothing of a plant, in one folder. */
async function marketPlugins(): Promise<string> {
  await mkdir(join(project, 'tmp'), { recursive: true });
  const folder = await mkdtemp(join(project, 'tmp/plugins-'));
  await cp(join(project, 'plugins/standard'), join(folder, 'standard'), { recursive: true });
  await cp(join(project, 'tests/contracts/plugins/awkward'), join(folder, 'awkward'), { recursive: true });
  return folder;
}

const dashboardOf = (pack: PackDefinition, symbol: number): PackDefinition => ({
  ...pack,
  filters: [
    { key: 'period', class: 'DateRangeFilter', title: { es: 'Periodo' }, settings: {} },
    {
      key: 'symbol',
      class: 'MultiSelectFilter',
      title: { es: 'Valor' },
      settings: { dataset: 'prices', column: 'symbol' },
    },
  ],
  widgets: [
    {
      key: 'volume',
      class: 'KpiWidget',
      title: { es: 'Volumen' },
      settings: { dataset: 'prices', value: { fn: 'sum', column: 'volume' } },
    },
    {
      ...{ key: 'closes', class: 'LineChartWidget', title: { es: 'Cierre' } },
      settings: { dataset: 'prices', value: { fn: 'mean', column: 'close' }, grain: 'day', split: 'symbol' },
    },
    { key: 'candles', class: 'CandlesWidget', title: { es: 'Velas' }, settings: { symbol } },
  ],
  dashboards: [
    {
      ...{ slug: 'prices', title: { es: 'Precios' }, filters: ['period', 'symbol'] },
      cards: ['volume', 'closes', 'candles'].map((widget) => ({ widget, w: 4, h: 3 })),
    },
  ],
});

const day = (date: string, symbol: number, [open, high, low, close, volume]: number[]): FactRow => ({
  time: Date.parse(`${date}T16:00:00Z`),
  sourceId: `${date} ${symbol}`,
  values: { symbol, open: open!, high: high!, low: low!, close: close!, volume: volume! },
});

describeEachEngine('daily prices run through the same code', (engine) => {
  let test: TestApp;
  let site: Site;
  let folder: string;
  beforeAll(async () => {
    folder = await marketPlugins();
    test = await createTestApp(engine, { pluginsDir: folder });
    const { packs } = await loadRegistry({ pluginsDir: folder, strict: true });
    const definition = dashboardOf(packs.get('awkward')!, 1);
    site = await test.createSite('bolsa', { definition, migrations: marketsMigrations.folder });
    await site.add('symbols', [{ code: 'ACS' }, { code: 'BBVA' }]);
    await site.write(null, [
      day('2026-10-01', 1, [40, 42.5, 39.75, 41.25, 1000]),
      day('2026-10-02', 1, [41.25, 41.5, 40, 40.5, 700]),
      day('2026-10-01', 2, [9.1, 9.3, 9.05, 9.2, 5000]),
      day('2026-11-02', 2, [9.2, 9.4, 9.1, 9.35, 4000]),
    ]);
  });
  afterAll(async () => {
    await test.remove();
    await rm(folder, { recursive: true });
  });

  it('sums, filters and splits by symbol', async () => {
    const { widgets } = (await site.run(october, { dashboard: 'prices' })).body;
    expect(widgets.volume.data.value).toBe(6700);
    const [panel] = widgets.closes.data.panels;
    const known = panel.series.map(({ label, values }: { label: string; values: (number | null)[] }) => [
      label,
      values.filter((value) => value !== null),
    ]);
    expect(known).toEqual([
      ['ACS', [41.25, 40.5]],
      ['BBVA', [9.2]],
    ]);
    const one = await site.run({ ...october, symbol: [2] }, { dashboard: 'prices' });
    expect(one.body.widgets.volume.data.value).toBe(5000);
  });

  it('hands a widget with a template of its own the rows of its symbol, to the cent', async () => {
    const { candles } = (await site.run(october, { dashboard: 'prices' })).body.widgets;
    expect(candles.data.candles).toEqual([
      { day: Date.parse('2026-10-01T16:00:00Z'), open: 40, high: 42.5, low: 39.75, close: 41.25 },
      { day: Date.parse('2026-10-02T16:00:00Z'), open: 41.25, high: 41.5, low: 40, close: 40.5 },
    ]);
  });
});
