import { expect, it } from 'vitest';
import type { BadRow } from '../../src/catalog/reading.ts';
import type { TenantSnapshot } from '../../src/catalog/types.ts';
import { describeEachEngine, type EngineName } from '../support/engines.ts';
import { marketTenant, testCatalog } from './markets/market-tenant.ts';

type Broken = { readonly snapshot: TenantSnapshot; readonly badRows: readonly BadRow[] };

async function breakRow(engine: EngineName, table: string, values: object): Promise<Broken> {
  const made = await marketTenant(engine);
  await made.use(({ knex }) => knex(table).where({ id: 1 }).update(values));
  const catalog = testCatalog(made);
  return { snapshot: await catalog.current(made.tenant.id), badRows: catalog.badRows };
}

const placement = ({ snapshot }: Broken, key: string) =>
  snapshot.dashboards[0]!.placements.find((found) => found.key === key)!;

describeEachEngine('a row that cannot be read', (engine) => {
  it('leaves out a dataset that is not JSON, and names it', async () => {
    const broken = await breakRow(engine, 'datasets', { definition: '{"key":' });
    expect([...broken.snapshot.metadata.datasets.keys()]).toEqual([]);
    expect(broken.badRows).toMatchObject([{ table: 'datasets', row: 'prices' }]);
    expect(broken.snapshot.metadata.dimensions.size).toBe(2);
    expect(broken.snapshot.dashboards).toHaveLength(1);
  });

  it.each([
    [{ key: 'prices' }, /required/],
    [{ key: 'prices', labels: { es: 'x' }, table: 'a b', columns: [] }, /\/table/],
  ])('leaves out a dataset of the wrong shape: %j', async (definition, reason) => {
    const broken = await breakRow(engine, 'datasets', { definition: JSON.stringify(definition) });
    expect(broken.badRows).toEqual([
      { table: 'datasets', row: 'prices', reason: expect.stringMatching(reason) },
    ]);
  });

  it('leaves out a dimension without its table, and the datasets that need it', async () => {
    const definition = JSON.stringify({ key: 'markets', labels: { es: 'x' }, table: 'nowhere' });
    const broken = await breakRow(engine, 'dimensions', { definition });
    expect([...broken.snapshot.metadata.dimensions.keys()]).toEqual(['symbols']);
    expect(broken.badRows).toEqual([
      { table: 'dimensions', row: 'markets', reason: expect.stringContaining('nowhere') },
      {
        table: 'datasets',
        row: 'prices',
        reason: 'column "market": there is no dimension "markets"',
      },
    ]);
  });

  it('shows a member by its code when its labels are broken', async () => {
    const broken = await breakRow(engine, 'symbols', { labels: 'no' });
    expect(broken.snapshot.metadata.dimensions.get('symbols')!.byId.get(1)!.labels).toEqual({ es: 'ACS' });
    expect(broken.badRows).toMatchObject([{ table: 'symbols', row: 1 }]);
  });

  it.each(['{', '[]', 'null', '7'])('marks a card whose catalogue settings are %s', async (settings) => {
    const broken = await breakRow(engine, 'widget_catalog', { settings });
    expect(placement(broken, 'close-by-day')).toMatchObject({
      className: 'LineChartWidget',
      settings: null,
      settingsError: expect.stringMatching(/^widget_catalog row 1: /),
    });
    expect(placement(broken, 'symbol').settingsError).toBeNull();
    expect(broken.badRows).toHaveLength(1);
  });

  it('marks a filter whose own settings are broken', async () => {
    const broken = await breakRow(engine, 'placements', { settings: "{'a':1}" });
    expect(placement(broken, 'symbol').settingsError).toMatch(/^placements row 1: /);
    expect(placement(broken, 'close-by-day').settingsError).toBeNull();
  });

  it('marks a card whose catalogue row is gone', async () => {
    const broken = await breakRow(engine, 'placements', { filter_id: null, widget_id: 99 });
    expect(placement(broken, 'symbol')).toMatchObject({
      kind: 'widget',
      className: 'widget_catalog 99',
      settingsError: 'widget_catalog has no row 99',
    });
  });

  it('leaves out a placement of nothing', async () => {
    const broken = await breakRow(engine, 'placements', { filter_id: null, widget_id: null });
    expect(broken.snapshot.dashboards[0]!.placements.map(({ key }) => key)).toEqual(['close-by-day']);
    expect(broken.badRows).toMatchObject([{ table: 'placements', row: 1 }]);
  });

  it.each(['', '["boss"]', '{}'])('shows a placement to admins only when its roles are %j', async (roles) => {
    const broken = await breakRow(engine, 'placements', { roles });
    expect(placement(broken, 'symbol')).toMatchObject({
      roles: ['admin'],
      settingsError: 'placements row 1: the roles cannot be read',
    });
  });

  it('leaves out a shift with broken times, and its breaks', async () => {
    const broken = await breakRow(engine, 'shifts', { start_time: '9h' });
    expect(broken.snapshot.metadata.calendar.shifts.map(({ code }) => code)).toEqual(['late']);
    expect(broken.snapshot.metadata.calendar.breaks).toEqual([]);
    expect(broken.badRows.map(({ table }) => table)).toEqual(['shifts', 'calendar_breaks']);
  });

  it('refuses a calendar in a zone that does not exist, and names its row', async () => {
    await expect(breakRow(engine, 'calendars', { zone: 'Mars/Olympus' })).rejects.toMatchObject({
      code: 'calendar_zone',
      params: { row: 1, zone: 'Mars/Olympus' },
    });
  });

  it('puts a placement’s settings and titles over its catalogue row’s', async () => {
    const made = await marketTenant(engine);
    await made.use(({ knex }) =>
      knex('placements')
        .where({ key: 'close-by-day' })
        .update({ settings: '{"grain":"week"}', title: '{"es":"Mío"}', w: 40, h: 0, region: 'moon' }),
    );
    const snapshot = await testCatalog(made).current(made.tenant.id);
    expect(placement({ snapshot, badRows: [] }, 'close-by-day')).toMatchObject({
      settings: { grain: 'week', dataset: 'prices' },
      settingsError: null,
      title: { es: 'Mío' },
      subtitle: { es: 'por día' },
      grid: { w: 12, h: 1, region: 'grid' },
    });
  });
});
