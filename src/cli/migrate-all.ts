import { AppError, type TenantId } from '#sdk';
import { wordError } from '../shared/word-error.ts';
import { migrateControl, migratePack, migrateTenant } from '../tenancy/migrate.ts';
import { listTenants } from '../tenancy/tenants.ts';
import type { Cli } from './cli.ts';
import { migrationsOf } from './install-packs.ts';

/** What became of one database: what ran there, or why nothing could. */
export type Migrated = {
  readonly database: string;
  readonly ran: readonly string[];
  readonly error?: unknown;
};

/** Brings every database up to date, the control database first. One that cannot be is told; the others go on. */
export async function migrateAll(cli: Cli): Promise<Migrated[]> {
  const done: Migrated[] = [{ database: 'control', ran: await migrateControl(cli.tenancy()) }];
  for (const { id } of await listTenants(cli.tenancy())) {
    done.push(
      await migrateWithPacks(cli, id).then(
        (ran) => ({ database: id, ran }),
        (error: unknown) => ({ database: id, ran: [], error }),
      ),
    );
  }
  for (const { database, error } of done) {
    if (error !== undefined) cli.terminal.err(`${database}: ${wordProblem(cli, error)}\n`);
  }
  return done;
}

const wordProblem = (cli: Cli, error: unknown): string =>
  error instanceof AppError ? wordError(error, cli.words) : ((error as Error).stack ?? String(error));

async function migrateWithPacks(cli: Cli, tenant: TenantId): Promise<string[]> {
  const ran = await migrateTenant(cli.tenancy(), tenant);
  for (const pack of await packsOf(cli, tenant)) {
    ran.push(...(await migratePack(cli.tenancy(), tenant, migrationsOf(cli, pack))));
  }
  return ran;
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
