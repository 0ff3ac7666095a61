import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import type { TenantId } from '#sdk';
import { createTenant, findTenant, listTenants } from '../../src/tenancy/tenants.ts';
import { describeEachEngine, testTenancy } from '../support/engines.ts';

const norte = {
  slug: 'planta-norte',
  name: ' Planta Norte ',
  language: 'es',
  numberLocale: 'es-MX',
  zone: 'America/Monterrey',
  now: 1_770_000_000_000,
} as const;

describeEachEngine('tenants', (engine) => {
  it('makes a tenant with its database and its calendar', async () => {
    const { tenancy } = await testTenancy(engine);
    const tenant = await createTenant(tenancy, norte);
    expect(tenant).toEqual({
      id: 'planta-norte',
      name: 'Planta Norte',
      language: 'es',
      numberLocale: 'es-MX',
    });
    expect(await findTenant(tenancy, 'planta-norte')).toEqual({ ...tenant, suspendedAt: null });
    const calendars = await tenancy.useTenant(tenant.id, ({ knex }) => knex('calendars').select());
    expect(calendars).toEqual([{ id: 1, zone: 'America/Monterrey' }]);
  });

  it('lists tenants by slug', async () => {
    const { tenancy, createTestTenant } = await testTenancy(engine);
    await createTestTenant('norte');
    await createTestTenant('demo');
    expect((await listTenants(tenancy)).map((tenant) => tenant.id)).toEqual(['demo', 'norte']);
  });

  it('refuses a slug that is taken', async () => {
    const { tenancy } = await testTenancy(engine);
    await createTenant(tenancy, norte);
    await expect(createTenant(tenancy, norte)).rejects.toMatchObject({ code: 'tenant_taken', status: 422 });
  });

  it('refuses the second of two made at once, whichever it is', async () => {
    const { tenancy } = await testTenancy(engine);
    const outcomes = await Promise.allSettled([createTenant(tenancy, norte), createTenant(tenancy, norte)]);
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason.code).toBe('tenant_taken');
  });

  it.each([
    ['../x', 'tenant_slug'],
    ['Norte', 'tenant_slug'],
    ['a', 'tenant_slug'],
    ['a_b', 'tenant_slug'],
    [`a${'b'.repeat(32)}`, 'tenant_slug'],
    ['control;drop', 'tenant_slug'],
  ])('refuses the slug %s', async (slug, code) => {
    const { tenancy } = await testTenancy(engine);
    await expect(createTenant(tenancy, { ...norte, slug })).rejects.toMatchObject({ code, field: 'slug' });
  });

  it('refuses an unknown zone, locale and an empty name', async () => {
    const { tenancy } = await testTenancy(engine);
    const make = (change: object) => createTenant(tenancy, { ...norte, ...change });
    await expect(make({ zone: 'Europe/Atlantis' })).rejects.toMatchObject({
      code: 'unknown_zone',
      field: 'zone',
    });
    await expect(make({ numberLocale: '1' })).rejects.toMatchObject({ code: 'unknown_locale' });
    await expect(make({ name: '  ' })).rejects.toMatchObject({ code: 'tenant_name' });
  });

  it('completes a tenant whose making was killed before it was listed', async () => {
    const { tenancy } = await testTenancy(engine);
    await createTenant(tenancy, norte);
    await tenancy.useControl(({ knex }) => knex('tenants').delete());
    expect((await createTenant(tenancy, norte)).id).toBe('planta-norte');
  });

  it('does not take over a database that holds data', async () => {
    const { tenancy } = await testTenancy(engine);
    await createTenant(tenancy, norte);
    await tenancy.useControl(({ knex }) => knex('tenants').delete());
    await tenancy.useTenant(norte.slug as string as TenantId, ({ knex }) =>
      knex('settings').increment('version'),
    );
    await expect(createTenant(tenancy, norte)).rejects.toMatchObject({ code: 'tenant_database_in_use' });
  });

  it('answers 404 for a tenant without a database, and never makes one', async () => {
    const { tenancy } = await testTenancy(engine);
    for (const slug of ['nobody', '../control', '']) {
      await expect(tenancy.useTenant(slug as TenantId, async () => 1)).rejects.toMatchObject({
        code: 'unknown_tenant',
        status: 404,
      });
    }
    expect(existsSync(tenancy.locate('nobody' as TenantId))).toBe(false);
  });

  it.runIf(engine === 'mysql')('never takes the control database for a tenant', async () => {
    const { tenancy, config } = await testTenancy(engine);
    expect(new URL(config.databaseUrl!).pathname).toBe(`/${tenancy.locate('control' as TenantId)}`);
    await expect(createTenant(tenancy, { ...norte, slug: 'control' })).rejects.toMatchObject({
      code: 'tenant_taken',
    });
    await expect(tenancy.useTenant('control' as TenantId, async () => 1)).rejects.toMatchObject({
      code: 'unknown_tenant',
    });
  });

  it.runIf(engine === 'sqlite')('keeps files for their owner only', async () => {
    const { tenancy, config } = await testTenancy(engine);
    const tenant = await createTenant(tenancy, norte);
    const file = tenancy.locate(tenant.id);
    const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
    expect(mode(file)).toBe('600');
    expect(mode(`${file}-wal`)).toBe('600');
    expect(mode(join(config.dataDir, 'control.sqlite'))).toBe('600');
    expect(mode(dirname(file))).toBe('700');
    expect(mode(config.dataDir)).toBe('700');
  });
});
