import { AppError, type TenantSlug } from '#sdk';
import { findTenant, type TenantRecord } from '../tenancy/tenants.ts';
import type { Cli } from './cli.ts';

/** The tenant of that slug; throws `unknown_tenant`. */
export async function tenantNamed(cli: Cli, slug: TenantSlug): Promise<TenantRecord> {
  const tenant = await findTenant(cli.tenancy(), slug);
  if (!tenant) throw new AppError('unknown_tenant', { status: 404, params: { tenant: slug } });
  return tenant;
}
