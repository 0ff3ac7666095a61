import type { TenantId } from '#sdk';
import { migrateControl, migratePack, migrateTenant } from '../tenancy/migrate.ts';
import { listTenants } from '../tenancy/tenants.ts';
import type { Cli } from './cli.ts';
import { migrationsOf } from './install-packs.ts';

/** Brings every database up to date; returns what ran, by database. */
export async function migrateAll(cli: Cli): Promise<{ database: string; ran: string[] }[]> {
  const tenancy = cli.tenancy();
  const done = [{ database: 'control', ran: await migrateControl(tenancy) }];
  for (const { id } of await listTenants(tenancy)) {
    const ran = await migrateTenant(tenancy, id);
    for (const pack of await packsOf(cli, id))
      ran.push(...(await migratePack(tenancy, id, migrationsOf(cli, pack))));
    done.push({ database: id, ran });
  }
  return done;
}

/** The packs whose declarations a tenant has and whose folder is here. */
async function packsOf(cli: Cli, tenant: TenantId): Promise<string[]> {
  const { packs } = await cli.registry();
  const rows: { pack: string }[] = await cli
    .tenancy()
    .useTenant(tenant, ({ knex }) =>
      knex('dimensions').select('pack').union(knex('datasets').select('pack')),
    );
  return rows
    .map(({ pack }) => pack)
    .filter((pack) => packs.has(pack))
    .sort();
}
