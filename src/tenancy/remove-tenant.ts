import type { Knex } from 'knex';
import type { Database, TenantId } from '#sdk';
import type { Dropped } from './engine.ts';
import type { Tenancy } from './open-tenancy.ts';
import { suspendTenant } from './suspend-tenant.ts';

export type Removal = {
  readonly tenant: TenantId;
  /** Deletes what is kept of the tenant outside the databases. */
  readonly clearFiles: () => Promise<void>;
  readonly now: number;
};

/**
 * Leaves nothing of a tenant: closes it, deletes its database and files, then everything the control database says of
 * it, with the people who belong to no other. Its row goes last, so a removal that was killed is completed by another.
 */
export async function removeTenant(tenancy: Tenancy, removal: Removal): Promise<Dropped> {
  const { tenant, clearFiles, now } = removal;
  await suspendTenant(tenancy, tenant, now);
  const dropped = await tenancy.dropTenantDatabase(tenant);
  await clearFiles();
  await tenancy.useControl(async (control) => {
    const tables = await keyedTables(control);
    await control.transaction((trx) => forget(trx, tenant, tables));
    if (control.engine === 'sqlite') await overwriteFreed(control.knex);
  });
  return dropped;
}

type KeyedTables = { readonly tenant_id: readonly string[]; readonly user_id: readonly string[] };

/** The tables of the control database that speak of tenants or users, also those added since this was written. */
async function keyedTables({ engine, knex }: Database): Promise<KeyedTables> {
  const withColumn = async (column: string): Promise<string[]> => {
    const answer = await knex.raw(columnOwners[engine], [column]);
    const rows: { name: string }[] = engine === 'mysql' ? answer[0] : answer;
    return rows.map(({ name }) => name);
  };
  return { tenant_id: await withColumn('tenant_id'), user_id: await withColumn('user_id') };
}

const columnOwners: Readonly<Record<Database['engine'], string>> = {
  sqlite:
    "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = ? WHERE m.type = 'table'",
  mysql:
    'SELECT TABLE_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = ?',
};

async function forget(trx: Knex.Transaction, tenant: TenantId, tables: KeyedTables): Promise<void> {
  const leaving = await onlyMembersOf(trx, tenant);
  for (const table of tables.tenant_id) await trx(table).where({ tenant_id: tenant }).delete();
  for (const table of tables.user_id) await trx(table).whereIn('user_id', leaving).delete();
  await trx('users').whereIn('id', leaving).delete();
  await trx('tenants').where({ id: tenant }).delete();
}

/** Users who belong to this tenant and to no other. */
const onlyMembersOf = (trx: Knex.Transaction, tenant: TenantId): Promise<string[]> =>
  trx('memberships')
    .where({ tenant_id: tenant })
    .whereNotIn('user_id', trx('memberships').whereNot({ tenant_id: tenant }).select('user_id'))
    .pluck('user_id');

/** SQLite leaves what was deleted in the file's free pages and in its log until both are written anew. */
async function overwriteFreed(knex: Knex): Promise<void> {
  await knex.raw('VACUUM');
  await knex.raw('PRAGMA wal_checkpoint(TRUNCATE)');
}
