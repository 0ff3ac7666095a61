import { expect, it } from 'vitest';
import { describeEachEngine } from '../support/engines.ts';
import { marketTenant, testCatalog } from './markets/market-tenant.ts';

describeEachEngine('a tenant’s snapshot', (engine) => {
  it('holds what was declared, the same on every engine', async () => {
    const made = await marketTenant(engine);
    await made.use(({ knex }) =>
      knex('month_state').insert([
        { table_name: 'prices', month: '2026-02', version: 3, row_count: 20 },
        { table_name: 'prices', month: '2026-01', version: 1, row_count: 21 },
        { table_name: 'prices', month: '2025-12', version: 2, row_count: 0 },
      ]),
    );
    const snapshot = await testCatalog(made).current(made.tenant.id);
    await expect(stringify(snapshot)).toMatchFileSnapshot('./markets/snapshot.snap');
  });

  it('orders members by id and finds them by it', async () => {
    const made = await marketTenant(engine);
    const { metadata } = await testCatalog(made).current(made.tenant.id);
    const found = metadata.dimensions.get('symbols')!;
    expect(found.members.map(({ code }) => code)).toEqual(['ACS', 'BBVA', 'acs']);
    expect(found.byId.get(1)).toBe(found.members[0]);
  });

  it('has no calendar’s shifts and UTC when nobody gave one', async () => {
    const made = await marketTenant(engine);
    await made.use(async ({ knex }) => {
      await knex('calendars').delete();
      await knex('shifts').delete();
      await knex('calendar_breaks').delete();
      await knex('settings').increment('version');
    });
    const { metadata } = await testCatalog(made).current(made.tenant.id);
    expect(metadata.calendar).toEqual({ zone: 'UTC', shifts: [], breaks: [], exceptions: [] });
  });
});

/** Maps are written as lists of pairs, which keeps their order. */
const stringify = (value: unknown): string =>
  `${JSON.stringify(value, (_, part) => (part instanceof Map ? [...part] : part), 2)}\n`;
