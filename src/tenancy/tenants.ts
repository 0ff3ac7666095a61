import {
  type Databases,
  isZone,
  type Language,
  type QueryTrace,
  refuse,
  type Tenant,
  type TenantId,
  type TenantSlug,
  tenantSlugPattern,
} from '#sdk';
import { tenantDatabaseVariable } from '../shared/config.ts';
import { migrateTenant } from './migrate.ts';
import type { Tenancy } from './open-tenancy.ts';

export type NewTenant = {
  readonly slug: TenantSlug;
  readonly name: string;
  readonly language: Language;
  /** BCP 47 tag, such as `es-ES`. */
  readonly numberLocale: string;
  /** IANA zone of the plant. */
  readonly zone: string;
  /** The variable that holds the address of a database prepared for it. Default: one is made. */
  readonly databaseEnv?: string | null;
  /** Epoch milliseconds. */
  readonly now: number;
};

/** A row of the directory. A suspended tenant's people cannot sign in. */
export type TenantRecord = Tenant & { readonly suspendedAt: number | null };

/**
 * Makes a tenant: its database, migrated, then its row in the directory, so that whoever is listed is complete; a run
 * killed before the row completes when repeated. Refuses a bad or taken slug, an unknown locale or zone, and a database
 * found with somebody's data in it.
 */
export async function createTenant(tenancy: Tenancy, given: NewTenant): Promise<Tenant> {
  checkGiven(given);
  const tenant = { ...fieldsOf(given), id: given.slug as TenantId };
  if (await findTenant(tenancy, given.slug)) throw refuse('tenant_taken', 'slug', { slug: given.slug });
  if (given.databaseEnv && (await tenancy.isTakenByAnother(tenant.id, given.databaseEnv))) {
    throw refuse('tenant_database_taken', 'databaseEnv', { name: given.databaseEnv });
  }
  const location = await tenancy.createTenantDatabase(tenant.id, given.databaseEnv);
  await migrateTenant(tenancy, tenant.id);
  await prepareDatabase(tenancy, tenant.id, { zone: given.zone, location });
  await enterInDirectory(tenancy, tenant, { ...given, location });
  return tenant;
}

const fieldsOf = ({ name, language, numberLocale }: NewTenant): Omit<Tenant, 'id'> => ({
  name: name.trim(),
  language,
  numberLocale,
});

function checkGiven({ slug, name, numberLocale, zone, databaseEnv }: NewTenant): void {
  if (!tenantSlugPattern.test(slug)) throw refuse('tenant_slug', 'slug', { slug });
  if (name.trim() === '' || name.length > 200) throw refuse('tenant_name', 'name');
  if (!isLocale(numberLocale)) throw refuse('unknown_locale', 'numberLocale', { locale: numberLocale });
  if (!isZone(zone)) throw refuse('unknown_zone', 'zone', { zone });
  if (databaseEnv && !tenantDatabaseVariable.test(databaseEnv)) {
    throw refuse('tenant_database_env_name', 'databaseEnv', { name: databaseEnv });
  }
}

function isLocale(locale: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}

/** Version 1 is that of a database nothing was ever written to. */
async function prepareDatabase(
  tenancy: Tenancy,
  tenant: TenantId,
  { zone, location }: { readonly zone: string; readonly location: string },
): Promise<void> {
  await tenancy.useTenant(tenant, async ({ knex }) => {
    const { version } = await knex('settings').where({ id: 1 }).first('version');
    if (version !== 1) throw refuse('tenant_database_in_use', 'slug', { database: location });
    await knex('calendars').insert({ id: 1, zone }).onConflict('id').merge();
  });
}

type Entry = { readonly location: string; readonly databaseEnv?: string | null; readonly now: number };

async function enterInDirectory(tenancy: Tenancy, tenant: Tenant, entry: Entry): Promise<void> {
  const { id, name, language, numberLocale } = tenant;
  const row = {
    id,
    name,
    language,
    number_locale: numberLocale,
    database_name: entry.location,
    database_env: entry.databaseEnv ?? null,
    created_at: entry.now,
  };
  await tenancy
    .useControl(({ knex }) => knex('tenants').insert(row))
    .catch(async (error: unknown) => {
      throw (await findTenant(tenancy, id)) ? refuse('tenant_taken', 'slug', { slug: id }) : error;
    });
}

/** Every tenant, by slug. */
export const listTenants = (databases: Databases): Promise<TenantRecord[]> =>
  databases.useControl(async ({ knex }) => (await knex<TenantRow>('tenants').orderBy('id')).map(toRecord));

/** A tenant by its slug; undefined when there is none. */
export const findTenant = (
  databases: Databases,
  slug: TenantSlug,
  trace?: QueryTrace,
): Promise<TenantRecord | undefined> =>
  databases.useControl(async ({ knex }) => {
    const row = await knex<TenantRow>('tenants').where({ id: slug }).first();
    return row && toRecord(row);
  }, trace);

type TenantRow = {
  id: string;
  name: string;
  language: Language;
  number_locale: string;
  suspended_at: number | null;
};

const toRecord = (row: TenantRow): TenantRecord => ({
  id: row.id as TenantId,
  name: row.name,
  language: row.language,
  numberLocale: row.number_locale,
  suspendedAt: row.suspended_at,
});
