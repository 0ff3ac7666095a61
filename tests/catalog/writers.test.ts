import { expect, it } from 'vitest';
import type { Database } from '#sdk';
import { addMembers } from '../../src/catalog/add-members.ts';
import { installPack } from '../../src/catalog/install-pack.ts';
import { setCalendar } from '../../src/catalog/set-calendar.ts';
import { describeEachEngine } from '../support/engines.ts';
import { marketTenant, testCatalog } from './markets/market-tenant.ts';
import { marketsPack, symbols } from './markets/pack.ts';

const versionOf = async ({ knex }: Database): Promise<number> =>
  (await knex('settings').first('version')).version;

describeEachEngine('installing a pack', (engine) => {
  it('changes nothing but the version when repeated', async () => {
    const made = await marketTenant(engine);
    const before = await testCatalog(made).current(made.tenant.id);
    await made.use(async (database) => {
      const version = await versionOf(database);
      await installPack(database, marketsPack);
      expect(await versionOf(database)).toBe(version + 1);
    });
    const after = await testCatalog(made).current(made.tenant.id);
    expect({ ...after, version: '' }).toEqual({ ...before, version: '' });
  });

  it('brings the tenant to the pack’s new state and keeps what the tenant said over it', async () => {
    const made = await marketTenant(engine);
    await made.use(async (database) => {
      await database.knex('placements').where({ key: 'close-by-day' }).update({ title: '{"es":"Mío"}' });
      await database.knex('shifts').where({ code: 'open' }).update({ start_time: '08:30' });
      const [widget] = marketsPack.widgets;
      await installPack(database, {
        ...marketsPack,
        widgets: [{ ...widget!, class: 'BarChartWidget' }],
        dashboards: [{ ...marketsPack.dashboards[0]!, title: { es: 'Hoy' } }],
      });
    });
    const { dashboards, metadata } = await testCatalog(made).current(made.tenant.id);
    expect(dashboards[0]!.title).toEqual({ es: 'Hoy' });
    const card = dashboards[0]!.placements.find(({ kind }) => kind === 'widget');
    expect(card).toMatchObject({ className: 'BarChartWidget', title: { es: 'Mío' } });
    expect(metadata.calendar.shifts[0]!.start).toBe('08:30');
  });

  it('refuses another pack’s key, and then leaves nothing behind', async () => {
    const made = await marketTenant(engine);
    await made.use(async (database) => {
      const version = await versionOf(database);
      const other = { ...marketsPack, name: 'other', dimensions: [], datasets: [] };
      await expect(installPack(database, other)).rejects.toMatchObject({
        code: 'pack_key_taken',
        params: { key: 'symbol', pack: 'markets' },
      });
      expect(await versionOf(database)).toBe(version);
    });
  });

  it('refuses a filter and a card of one name on a dashboard', async () => {
    const made = await marketTenant(engine);
    const dashboard = { ...marketsPack.dashboards[0]!, slug: 'two', filters: ['symbol', 'symbol'] };
    await expect(
      made.use((database) => installPack(database, { ...marketsPack, dashboards: [dashboard] })),
    ).rejects.toMatchObject({ code: 'pack_key_twice' });
  });

  it('survives two installers at once', async () => {
    const made = await marketTenant(engine);
    const install = (): Promise<void> => made.use((database) => installPack(database, marketsPack));
    await Promise.all([install(), install(), install()]);
    const { dashboards } = await testCatalog(made).current(made.tenant.id);
    expect(dashboards[0]!.placements).toHaveLength(2);
  });
});

describeEachEngine('adding members', (engine) => {
  it('keeps ids of codes that are there and adds the others in order', async () => {
    const made = await marketTenant(engine);
    const ids = await made.use((database) =>
      addMembers(database, symbols, [{ code: 'ZZZ' }, { code: 'BBVA' }, { code: ' AAA ' }, { code: 'ZZZ' }]),
    );
    expect([...ids]).toEqual([
      ['ZZZ', 4],
      ['BBVA', 2],
      [' AAA ', 5],
    ]);
    const { metadata } = await testCatalog(made).current(made.tenant.id);
    expect(metadata.dimensions.get('symbols')!.byId.get(2)!.labels).toEqual({ es: 'BBVA', en: 'BBVA' });
    expect(metadata.dimensions.get('symbols')!.byId.get(5)!.code).toBe('AAA');
  });

  it('moves the version only when there is something to add', async () => {
    const made = await marketTenant(engine);
    await made.use(async (database) => {
      const version = await versionOf(database);
      await addMembers(database, symbols, [{ code: 'ACS' }]);
      expect(await versionOf(database)).toBe(version);
      await addMembers(database, symbols, [{ code: 'NEW' }]);
      expect(await versionOf(database)).toBe(version + 1);
    });
  });

  it('gives one id to a code added by several at once', async () => {
    const made = await marketTenant(engine);
    const add = (code: string) =>
      made.use((database) => addMembers(database, symbols, [{ code }, { code: 'SAME' }]));
    const added = await Promise.all(['A', 'B', 'C', 'D', 'E'].map(add));
    expect(new Set(added.map((ids) => ids.get('SAME'))).size).toBe(1);
    const rows = await made.use(({ knex }) => knex('symbols').count({ rows: '*' }).first());
    expect(rows).toEqual({ rows: 3 + 6 });
  });

  it('adds thousands, with ids in the order given', async () => {
    const made = await marketTenant(engine);
    const codes = Array.from({ length: 5000 }, (_, index) => `P${index}`);
    const ids = await made.use((database) =>
      addMembers(
        database,
        symbols,
        codes.map((code) => ({ code })),
      ),
    );
    expect(codes.map((code) => ids.get(code))).toEqual(codes.map((_, index) => index + 4));
  });

  it.each(['', '   ', 'x'.repeat(65)])('refuses the code %j', async (code) => {
    const made = await marketTenant(engine);
    await expect(made.use((database) => addMembers(database, symbols, [{ code }]))).rejects.toMatchObject({
      code: 'member_code',
      field: 'symbols',
      status: 422,
    });
  });
});

describeEachEngine('setting the calendar', (engine) => {
  const calendar = marketsPack.calendar!;

  it('keeps a shift’s id by its code, and drops the others', async () => {
    const made = await marketTenant(engine);
    const late = { ...calendar.shifts[1]!, start: '21:00' };
    const next = { code: 'early', labels: { es: 'Temprano' }, start: '05:00', end: '09:00', weekdays: [1] };
    await made.use((database) =>
      setCalendar(database, { zone: 'America/Bogota', shifts: [next, late], breaks: [], exceptions: [] }),
    );
    const { metadata } = await testCatalog(made).current(made.tenant.id);
    expect(metadata.calendar).toEqual({
      zone: 'America/Bogota',
      shifts: [
        { ...late, id: 2 },
        { ...next, id: 3 },
      ],
      breaks: [],
      exceptions: [],
    });
  });

  it('refuses an unknown zone and a break of no shift, and changes nothing', async () => {
    const made = await marketTenant(engine);
    const set = (change: object): Promise<void> =>
      made.use((database) => setCalendar(database, { ...calendar, zone: 'Europe/Madrid', ...change }));
    await expect(set({ zone: 'Mars/One' })).rejects.toMatchObject({ code: 'unknown_zone' });
    const breaks = [{ shift: 'none', start: '10:00', end: '10:10' }];
    await expect(set({ breaks })).rejects.toMatchObject({ code: 'unknown_shift', params: { shift: 'none' } });
    const { metadata } = await testCatalog(made).current(made.tenant.id);
    expect(metadata.calendar.breaks).toHaveLength(1);
  });
});
