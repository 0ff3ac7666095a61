import type { Metadata, TenantId } from '#sdk';
import { loadCatalogue } from '../catalog/load-catalogue.ts';
import type { Cli } from './cli.ts';

/** What a tenant has declared, read now; rows that cannot be read are named on the way. */
export async function loadMetadata(cli: Cli, tenant: TenantId): Promise<Metadata> {
  const report = ({ table, row, reason }: { table: string; row: string | number; reason: string }): void =>
    cli.terminal.err(`${tenant} ${table} ${row}: ${reason}\n`);
  const { metadata } = await cli.tenancy().useTenant(tenant, ({ knex }) => loadCatalogue({ knex, report }));
  return metadata;
}
