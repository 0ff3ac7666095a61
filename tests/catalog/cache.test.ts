import { expect, it } from 'vitest';
import type { TenantId } from '#sdk';
import { describeEachEngine } from '../support/engines.ts';
import { fillMarkets, type MarketTenant, marketTenant, testCatalog } from './markets/market-tenant.ts';

const bumpMonth = (made: MarketTenant, month: string): Promise<void> =>
  made.use(async ({ knex }) => {
    const row = { table_name: 'prices', month, version: 1, row_count: 5 };
    await knex('month_state').insert(row);
  });

describeEachEngine('the metadata cache', (engine) => {
  it('asks for the version in one statement, at most once a second', async () => {
    const made = await marketTenant(engine);
    const catalog = testCatalog(made);
    const first = { queries: 0 };
    const snapshot = await catalog.current(made.tenant.id, first);
    expect(first.queries).toBeGreaterThan(10);

    const soon = { queries: 0 };
    catalog.now = 999;
    expect(await catalog.current(made.tenant.id, soon)).toBe(snapshot);
    expect(soon.queries).toBe(0);

    const later = { queries: 0 };
    catalog.now = 1000;
    expect(await catalog.current(made.tenant.id, later)).toBe(snapshot);
    expect(later.queries).toBe(1);

    catalog.now = 1999;
    await catalog.current(made.tenant.id, later);
    expect(later.queries).toBe(1);
  });

  it('reads once for callers at once', async () => {
    const made = await marketTenant(engine);
    const catalog = testCatalog(made);
    const alone = { queries: 0 };
    await testCatalog(made).current(made.tenant.id, alone);

    const together = { queries: 0 };
    const calls = Array.from({ length: 20 }, () => catalog.current(made.tenant.id, together));
    const snapshots = new Set(await Promise.all(calls));
    expect(snapshots.size).toBe(1);
    expect(together.queries).toBe(alone.queries);
  });

  it('keeps the metadata when only a month moved', async () => {
    const made = await marketTenant(engine);
    const catalog = testCatalog(made);
    const before = await catalog.current(made.tenant.id);
    await bumpMonth(made, '2026-01');
    catalog.now = 1000;
    const trace = { queries: 0 };
    const after = await catalog.current(made.tenant.id, trace);
    expect(trace.queries).toBe(1);
    expect(after.metadata).toBe(before.metadata);
    expect(after.version).not.toBe(before.version);
    expect(after.months.get('prices')).toEqual([
      { table: 'prices', month: '2026-01', version: 1, baseVersion: 0, rows: 5 },
    ]);
  });

  it('reads the metadata anew when its version moved', async () => {
    const made = await marketTenant(engine);
    const catalog = testCatalog(made);
    const before = await catalog.current(made.tenant.id);
    await made.use(async ({ knex }) => {
      await knex('dashboards').update({ title: '{"es":"Otro"}' });
      await knex('settings').increment('version');
    });
    catalog.now = 1000;
    const after = await catalog.current(made.tenant.id);
    expect(after.dashboards[0]!.title).toEqual({ es: 'Otro' });
    expect(after.version).not.toBe(before.version);
  });

  it('does not remember a failed reading', async () => {
    const made = await marketTenant(engine);
    const catalog = testCatalog(made);
    const nobody = 'nobody' as TenantId;
    await expect(catalog.current(nobody)).rejects.toMatchObject({ code: 'unknown_tenant', status: 404 });
    await expect(catalog.current(nobody)).rejects.toMatchObject({ code: 'unknown_tenant' });
    await fillMarkets(made, (await made.createTestTenant('nobody')).id);
    expect((await catalog.current(nobody)).tenant.id).toBe('nobody');
  });

  it('does not show a database that the directory does not list', async () => {
    const made = await marketTenant(engine);
    await made.tenancy.useControl(({ knex }) => knex('tenants').delete());
    await expect(testCatalog(made).current(made.tenant.id)).rejects.toMatchObject({ code: 'unknown_tenant' });
  });

  it('holds as many bytes as it may, the most recently used tenants', async () => {
    const made = await marketTenant(engine);
    const size = testCatalog(made);
    await size.current(made.tenant.id);
    const other = (await made.createTestTenant('otra')).id;
    await fillMarkets(made, other);

    const maxBytes = Math.floor(size.bytes() * 1.5);
    const catalog = testCatalog(made, { maxBytes });
    await catalog.current(made.tenant.id);
    await catalog.current(other);
    expect(catalog.bytes()).toBeGreaterThan(0);
    expect(catalog.bytes()).toBeLessThanOrEqual(maxBytes);

    const trace = { queries: 0 };
    await catalog.current(other, trace);
    expect(trace.queries).toBe(0);
    await catalog.current(made.tenant.id, trace);
    expect(trace.queries).toBeGreaterThan(10);
  });

  it('serves a tenant larger than its memory without keeping it', async () => {
    const made = await marketTenant(engine);
    const catalog = testCatalog(made, { maxBytes: 100 });
    expect((await catalog.current(made.tenant.id)).dashboards).toHaveLength(1);
    expect(catalog.bytes()).toBe(0);
  });

  it('is filled ahead, so that the first Apply asks nothing', async () => {
    const made = await marketTenant(engine);
    const catalog = testCatalog(made);
    await catalog.fill([made.tenant.id]);
    const trace = { queries: 0 };
    await catalog.current(made.tenant.id, trace);
    expect(trace.queries).toBe(0);
  });
});
