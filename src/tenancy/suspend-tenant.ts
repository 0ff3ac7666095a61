import type { Databases, TenantId } from '#sdk';

/** Closes a tenant to its people from their next request on, its data untouched, or opens it again. */
export const suspendTenant = (databases: Databases, tenant: TenantId, now: number): Promise<void> =>
  setSuspended(databases, tenant, now);

export const resumeTenant = (databases: Databases, tenant: TenantId): Promise<void> =>
  setSuspended(databases, tenant, null);

const setSuspended = (databases: Databases, tenant: TenantId, at: number | null): Promise<void> =>
  databases.useControl(async ({ knex }) => {
    await knex('tenants').where({ id: tenant }).update({ suspended_at: at });
  });
