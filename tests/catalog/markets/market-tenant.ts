import type { Database, Tenant, TenantId } from '#sdk';
import { addMembers } from '../../../src/catalog/add-members.ts';
import { type Catalog, type CatalogOptions, createCatalog } from '../../../src/catalog/create-catalog.ts';
import { installPack } from '../../../src/catalog/install-pack.ts';
import type { BadRow } from '../../../src/catalog/reading.ts';
import { migratePack } from '../../../src/tenancy/migrate.ts';
import { findTenant } from '../../../src/tenancy/tenants.ts';
import { type EngineName, type TestTenancy, testTenancy } from '../../support/engines.ts';
import { markets, marketsMigrations, marketsPack, symbols } from './pack.ts';

export type MarketTenant = TestTenancy & {
  readonly tenant: Tenant;
  /** Works on the tenant's database. */
  use<T>(work: (database: Database) => Promise<T>): Promise<T>;
};

/** A tenant with the markets pack and three symbols, removed when the test ends. */
export async function marketTenant(engine: EngineName): Promise<MarketTenant> {
  const made = await testTenancy(engine);
  const tenant = await made.createTestTenant('bolsa');
  await fillMarkets(made, tenant.id);
  return { ...made, tenant, use: (work) => made.tenancy.useTenant(tenant.id, work) };
}

export async function fillMarkets({ tenancy }: TestTenancy, tenant: TenantId): Promise<void> {
  await migratePack(tenancy, tenant, marketsMigrations);
  await tenancy.useTenant(tenant, async (database) => {
    await installPack(database, marketsPack);
    const ids = await addMembers(database, markets, [{ code: 'MAD', labels: { es: 'Madrid' } }]);
    await addMembers(database, symbols, [
      { code: 'ACS', parentId: ids.get('MAD')!, attributes: { lot_size: 1.5, isin: 'ES0167050915' } },
      { code: 'BBVA', labels: { es: 'BBVA', en: 'BBVA' }, parentId: ids.get('MAD')! },
      { code: 'acs' },
    ]);
  });
}

export type TestCatalog = Catalog & { readonly badRows: BadRow[]; now: number };

/** A catalog whose clock stands still until it is moved. */
export function testCatalog({ tenancy }: TestTenancy, given: Partial<CatalogOptions> = {}): TestCatalog {
  const badRows: BadRow[] = [];
  const watch = { now: 0 };
  const catalog = createCatalog({
    databases: tenancy,
    findTenant: (id, trace) => findTenant(tenancy, id, trace),
    maxBytes: 16 * 1024 * 1024,
    reportBadRow: (_tenant, row) => badRows.push(row),
    clock: () => watch.now,
    ...given,
  });
  return Object.assign(watch, catalog, { badRows });
}
