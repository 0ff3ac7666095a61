import { expect, it } from 'vitest';
import { pluginSwitches } from '../../src/catalog/plugin-switches.ts';
import { describeEachEngine } from '../support/engines.ts';
import { marketTenant, testCatalog } from './markets/market-tenant.ts';

describeEachEngine('a class switched off', (engine) => {
  it('is off for its tenant in every process, since the first time, until it is switched on', async () => {
    const made = await marketTenant(engine);
    const { id } = made.tenant;
    const other = await made.createTestTenant('otra');
    const [here, elsewhere] = [testCatalog(made), testCatalog(made)];
    await elsewhere.current(id);
    let now = 1_790_000_000_000;
    const lines: object[] = [];
    const log = { warn: (line: object) => lines.push(line) };
    const switches = pluginSwitches({ databases: made.tenancy, catalog: here, now: () => now, log });

    await here.current(id);
    await switches.off(id, 'KpiWidget', 'widget_failed');
    now += 1000;
    await switches.off(id, 'KpiWidget', 'widget_output');
    const off = [
      ['KpiWidget', { className: 'KpiWidget', since: 1_790_000_000_000, reason: 'widget_failed' }],
    ];
    expect([...(await here.current(id)).switchedOff]).toEqual(off);
    elsewhere.now = 1000;
    expect([...(await elsewhere.current(id)).switchedOff]).toEqual(off);
    expect((await here.current(other.id)).switchedOff.size).toBe(0);

    expect(await switches.on(id, 'KpiWidget', 'ana@bolsa.example')).toBe(true);
    expect(await switches.on(id, 'KpiWidget', 'ana@bolsa.example')).toBe(false);
    expect((await here.current(id)).switchedOff.size).toBe(0);
    expect(lines).toMatchObject([
      { tenant: id, class: 'KpiWidget', reason: 'widget_failed' },
      { reason: 'widget_output' },
      { tenant: id, class: 'KpiWidget', by: 'ana@bolsa.example' },
    ]);
  });

  it('is none in a database from before there were switches', async () => {
    const made = await marketTenant(engine);
    await made.use(({ knex }) => knex.schema.dropTable('plugin_switches'));
    const { switchedOff, dashboards } = await testCatalog(made).current(made.tenant.id);
    expect([switchedOff.size, dashboards.length]).toEqual([0, 1]);
  });
});
