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
import type { Engine } from './engine.ts';
import { mysqlEngine } from './mysql-engine.ts';
import { sqliteEngine } from './sqlite-engine.ts';

export type TenancyConfig = Pick<
  Config,
  | 'dataDir'
  | 'databaseUrl'
  | 'tenantDatabasePrefix'
  | 'maxConnections'
  | 'connectionWaitMs'
  | 'connectionIdleMs'
>;

/** The process's door to every database. */
export interface Tenancy extends Databases {
  readonly engine: Database['engine'];
  /** A tenant's file or database name, whether it exists or not. */
  locate(tenant: TenantId): string;
  /** Makes the empty control database, or a tenant's, unless it is there. */
  createControlDatabase(): Promise<void>;
  createTenantDatabase(tenant: TenantId): Promise<void>;
  /** Connections open, opening or closing. */
  openConnections(): number;
  /** Closes idle connections now, busy ones when their work ends. */
  close(): Promise<void>;
}

/** Opens nothing yet: connections are made for a piece of work and closed when they have idled. */
export function openTenancy(config: TenancyConfig): Tenancy {
  const engine = config.databaseUrl
    ? mysqlEngine(config.databaseUrl, config.tenantDatabasePrefix)
    : sqliteEngine(config.dataDir);
  const slots = new ConnectionSlots({
    max: config.maxConnections,
    waitMs: config.connectionWaitMs,
    idleMs: config.connectionIdleMs,
    connect: engine.connect,
  });
  const use = <T>(location: string, work: (knex: Knex) => Promise<T>): Promise<T> =>
    slots.use(location, work);
  return {
    engine: engine.name,
    locate: engine.locate,
    createControlDatabase: () => engine.create(engine.control, use),
    createTenantDatabase: (tenant) => createTenantDatabase({ engine, use, tenant }),
    openConnections: () => slots.size,
    close: () => slots.close(),
    useControl: (work, trace) => use(engine.control, (knex) => workOn(engine, knex, { work, trace })),
    useTenant: (tenant, work, trace) => useTenant({ engine, use, tenant }, { work, trace }),
  };
}

type Work<T> = { readonly work: (database: Database) => Promise<T>; readonly trace: QueryTrace | undefined };
type TenantPlace = {
  readonly engine: Engine;
  readonly use: <T>(location: string, work: (knex: Knex) => Promise<T>) => Promise<T>;
  readonly tenant: TenantId;
};

/** A tenant never gets the control database, whose name a prefix and a slug may happen to make. */
async function createTenantDatabase({ engine, use, tenant }: TenantPlace): Promise<void> {
  const location = engine.locate(tenant);
  if (location === engine.control) throw refuse('tenant_taken', 'slug', { slug: tenant });
  await engine.create(location, use);
}

async function useTenant<T>({ engine, use, tenant }: TenantPlace, work: Work<T>): Promise<T> {
  if (!tenantSlugPattern.test(tenant) || engine.locate(tenant) === engine.control)
    throw unknownTenant(tenant);
  try {
    return await use(engine.locate(tenant), (knex) => workOn(engine, knex, work));
  } catch (error) {
    throw error instanceof AppError && error.code === 'database_missing'
      ? unknownTenant(tenant, error)
      : error;
  }
}

const unknownTenant = (tenant: string, cause?: unknown): AppError =>
  new AppError('unknown_tenant', { status: 404, params: { tenant }, cause });

/** Counts what is sent while the work runs, and gives errors of the connection their words. */
async function workOn<T>(engine: Engine, knex: Knex, { work, trace }: Work<T>): Promise<T> {
  const count = (): void => {
    if (trace) trace.queries += 1;
  };
  knex.on('query', count);
  try {
    return await work(databaseOf(engine, knex));
  } catch (error) {
    throw engine.translate(error);
  } finally {
    knex.removeListener('query', count);
  }
}

const databaseOf = (engine: Engine, knex: Knex): Database => ({
  engine: engine.name,
  knex,
  transaction: (work) => knex.transaction(work),
  stream: (sql, bindings, onRow) => engine.stream(knex, { sql, bindings, onRow }),
});
