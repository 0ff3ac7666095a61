import type { TenantId, TenantSlug } from '#sdk';
import { MonthFiles, monthFolder } from '../months/month-files.ts';
import type { TenantMonths } from '../months/tenant-months.ts';
import { listTenants } from '../tenancy/tenants.ts';
import type { Cli } from './cli.ts';
import { loadMetadata } from './load-metadata.ts';
import { tenantNamed } from './tenant-named.ts';

/** The folder of months of this configuration; what goes wrong with it is told on the way. */
export const openFiles = (cli: Cli): MonthFiles =>
  new MonthFiles({
    ...monthFolder(cli.config()),
    now: cli.now,
    log: {
      warn: (data, message) => {
        const { err, path } = data as { err: Error; path: string };
        cli.terminal.err(`${message}: ${path}: ${err.message}\n`);
      },
    },
  });

/** The tenant named, or all. */
export async function tenantsOf(cli: Cli, { tenant }: { readonly tenant?: TenantSlug }): Promise<TenantId[]> {
  if (tenant !== undefined) return [(await tenantNamed(cli, tenant)).id];
  return (await listTenants(cli.tenancy())).map(({ id }) => id);
}

export async function monthsOf(cli: Cli, tenant: TenantId): Promise<TenantMonths> {
  const { datasets } = await loadMetadata(cli, tenant);
  return {
    ...{ databases: cli.tenancy(), files: openFiles(cli), tenant, datasets: [...datasets.values()] },
    signal: new AbortController().signal,
  };
}
