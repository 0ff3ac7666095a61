import type { Knex } from 'knex';
import {
  AppError,
  type Database,
  type Databases,
  type QueryTrace,
  refuse,
  type TenantId,
  tenantSlugPattern,
} from '#sdk';
import type { Config } from '../shared/config.ts';
import { ConnectionSlots } from './connection-slots.ts';
import { eachRow } from './each-row.ts';
import type { Dropped, Engine, UseConnection } from './engine.ts';
import { mysqlEngine } from './mysql-engine.ts';
import { sqliteEngine } from './sqlite-engine.ts';
import { TenantPlaces } from './tenant-places.ts';

export type TenancyConfig = Pick<
  Config,
  | 'dataDir'
  | 'compiledDir'
  | 'databaseUrl'
  | 'tenantDatabasePrefix'
  | 'tenantDatabaseUrls'
  | 'maxConnections'
  | 'connectionWaitMs'
  | 'connectionIdleMs'
>;

/** The process's door to every database. */
export interface Tenancy extends Databases {
  readonly engine: Database['engine'];
  /** The file or database name that a tenant has unless it was given another, whether it exists or not. */
  locate(tenant: TenantId): string;
  /** Makes the empty control database unless it is there. */
  createControlDatabase(): Promise<void>;
  /**
   * Makes a tenant's empty database unless it is there, or takes the one whose address stands in the variable
   * `databaseEnv`; returns where it is. Throws `tenant_taken` (422) for the control database.
   */
  createTenantDatabase(tenant: TenantId, databaseEnv?: string | null): Promise<string>;
  /** Whether the database a tenant would have is that of another one listed. */
  isTakenByAnother(tenant: TenantId, databaseEnv?: string | null): Promise<boolean>;
  /** Deletes a tenant's database with everything in it. */
  dropTenantDatabase(tenant: TenantId): Promise<Dropped>;
  /** Connections open, opening or closing. */
  openConnections(): number;
  /** Closes idle connections now, busy ones when their work ends. */
  close(): Promise<void>;
}

/** Opens nothing yet: connections are made for a piece of work and closed when they have idled. */
export function openTenancy(config: TenancyConfig): Tenancy {
  const engine = engineOf(config);
  const slots = new ConnectionSlots({
    max: config.maxConnections,
    waitMs: config.connectionWaitMs,
    idleMs: config.connectionIdleMs,
    connect: engine.connect,
  });
  const use: UseConnection = (location, work) => slots.use(location, work);
  const doors: Doors = { engine, use, places: new TenantPlaces(engine, use) };
  return {
    engine: engine.name,
    locate: (tenant) => engine.locate(tenant, null),
    createControlDatabase: () => engine.create(engine.control, use),
    createTenantDatabase: (tenant, databaseEnv = null) => createTenantDatabase(doors, tenant, databaseEnv),
    isTakenByAnother: async (tenant, databaseEnv = null) => {
      const others = (await doors.places.others(tenant)).map(engine.identify);
      return others.includes(engine.identify(engine.locate(tenant, databaseEnv)));
    },
    dropTenantDatabase: async (tenant) => {
      const location = await doors.places.locate(tenant);
      await slots.release(location);
      doors.places.forget(tenant);
      return engine.drop(location, use);
    },
    openConnections: () => slots.size,
    close: async () => {
      await slots.close();
      await engine.close();
    },
    useControl: (work, trace) => workOn(doors, engine.control, { work, trace }),
    useTenant: (tenant, work, trace) => useTenant(doors, tenant, { work, trace }),
  };
}

const engineOf = ({
  databaseUrl,
  dataDir,
  compiledDir,
  tenantDatabasePrefix,
  tenantDatabaseUrls,
}: TenancyConfig): Engine =>
  databaseUrl
    ? mysqlEngine({
        control: databaseUrl,
        tenantPrefix: tenantDatabasePrefix,
        byVariable: tenantDatabaseUrls,
      })
    : sqliteEngine({ dataDir, compiledDir });

type Doors = { readonly engine: Engine; readonly use: UseConnection; readonly places: TenantPlaces };
type Work<T> = { readonly work: (database: Database) => Promise<T>; readonly trace: QueryTrace | undefined };

/** A tenant never gets the control database, whose name a prefix and a slug may happen to make. */
async function createTenantDatabase(
  { engine, use, places }: Doors,
  tenant: TenantId,
  databaseEnv: string | null,
): Promise<string> {
  if (databaseEnv !== null && engine.name !== 'mysql')
    throw refuse('tenant_database_embedded', 'databaseEnv');
  const location = engine.locate(tenant, databaseEnv);
  if (engine.identify(location) === engine.identify(engine.control))
    throw refuse('tenant_taken', 'slug', { slug: tenant });
  await engine.create(location, use);
  places.put(tenant, location);
  return location;
}

/** A place learnt before the tenant moved is learnt anew, once. */
async function useTenant<T>(doors: Doors, tenant: TenantId, work: Work<T>): Promise<T> {
  const { engine, places } = doors;
  if (!tenantSlugPattern.test(tenant)) throw unknownTenant(tenant);
  const location = places.known(tenant) ?? (await places.locate(tenant));
  if (location === engine.control) throw unknownTenant(tenant);
  try {
    return await workOn(doors, location, work);
  } catch (error) {
    if (!isMissing(error)) throw error;
    places.forget(tenant);
    if ((await places.locate(tenant)) !== location) return useTenant(doors, tenant, work);
    throw (await places.isListed(tenant)) ? missing(tenant, error) : unknownTenant(tenant, error);
  }
}

/** A variable that is not set is named by its own error. */
function missing(tenant: TenantId, error: AppError): AppError {
  if (error.code === 'tenant_database_env') return error;
  return new AppError('tenant_database_missing', {
    status: 503,
    params: { tenant, database: error.params.database ?? '' },
    cause: error,
  });
}

const isMissing = (error: unknown): error is AppError =>
  error instanceof AppError && ['database_missing', 'tenant_database_env'].includes(error.code);

const unknownTenant = (tenant: TenantId, cause?: unknown): AppError =>
  new AppError('unknown_tenant', { status: 404, params: { tenant }, cause });

/** Counts what is sent while the work runs, and gives errors of the connection their words. */
const workOn = <T>({ engine, use }: Doors, location: string, { work, trace }: Work<T>): Promise<T> =>
  use(location, async (knex) => {
    const count = (): void => {
      if (trace) trace.queries += 1;
    };
    knex.on('query', count);
    try {
      return await work(databaseOf(engine, knex));
    } catch (error) {
      throw engine.translate(error, location);
    } finally {
      knex.removeListener('query', count);
    }
  });

const databaseOf = (engine: Engine, knex: Knex): Database => ({
  engine: engine.name,
  knex,
  transaction: (work) => knex.transaction(work),
  stream: (sql, bindings, onRow) => engine.collect(knex, { sql, bindings, ...eachRow(onRow) }),
  collect: (query) => engine.collect(knex, query),
});
