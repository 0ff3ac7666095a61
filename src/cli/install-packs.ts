import { join } from 'node:path';
import { AppError, type PackDefinition, type TenantId } from '#sdk';
import { installPack } from '../catalog/install-pack.ts';
import { migratePack } from '../tenancy/migrate.ts';
import type { Cli } from './cli.ts';

/** The packs of those names. Throws `unknown_pack`. */
export async function packsNamed(cli: Cli, names: readonly string[]): Promise<PackDefinition[]> {
  const { packs } = await cli.registry();
  return names.map((name) => {
    const pack = packs.get(name);
    if (pack) return pack;
    const known = [...packs.keys()].join(', ');
    throw new AppError('unknown_pack', { status: 422, params: { pack: name, known } });
  });
}

/** Brings packs into a tenant: their tables, then their declarations. Throws `unknown_pack` before it changes anything. */
export async function installPacks(cli: Cli, tenant: TenantId, names: readonly string[]): Promise<void> {
  const wanted = await packsNamed(cli, names);
  for (const pack of wanted) {
    await migratePack(cli.tenancy(), tenant, migrationsOf(cli, pack.name));
    await cli.tenancy().useTenant(tenant, (database) => installPack(database, pack));
  }
}

/** Where a pack keeps its migrations. */
export const migrationsOf = (cli: Cli, pack: string): { pack: string; folder: string } => ({
  pack,
  folder: join(cli.config().pluginsDir, pack, 'migrations'),
});
