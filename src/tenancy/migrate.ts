import { fileURLToPath } from 'node:url';
import type { TenantId } from '#sdk';
import type { Tenancy } from './open-tenancy.ts';
import { type MigrationSet, runMigrations } from './run-migrations.ts';

const core = (kind: 'control' | 'tenant'): MigrationSet => ({
  pack: 'core',
  folder: fileURLToPath(new URL(`../../migrations/${kind}`, import.meta.url)),
});

/** Makes the control database if there is none and brings it up to date; returns what ran. */
export async function migrateControl(tenancy: Tenancy): Promise<string[]> {
  await tenancy.createControlDatabase();
  return tenancy.useControl((database) => runMigrations(database, core('control')));
}

/** Brings a tenant's database up to date; returns what ran. */
export const migrateTenant = (tenancy: Tenancy, tenant: TenantId): Promise<string[]> =>
  tenancy.useTenant(tenant, (database) => runMigrations(database, core('tenant')));

/** Brings a pack's own tables up to date in a tenant's database; the set names the pack and its `migrations` folder. */
export const migratePack = (tenancy: Tenancy, tenant: TenantId, set: MigrationSet): Promise<string[]> =>
  tenancy.useTenant(tenant, (database) => runMigrations(database, set));
