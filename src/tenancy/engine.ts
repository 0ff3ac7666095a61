import type { Knex } from 'knex';
import type { Database, RowQuery, TenantId } from '#sdk';

/** What a database engine knows: where databases are, how they are opened, made and streamed from. */
export interface Engine {
  readonly name: Database['engine'];
  /** Where the control database and a tenant's are: a file's path or a database's name. */
  readonly control: string;
  /** `databaseEnv` is the variable that holds the address of a tenant's own database; null: beside the control one. */
  locate(tenant: TenantId, databaseEnv: string | null): string;
  /** Equal for two locations that are the same database. */
  identify(location: string): string;
  /** A knex of at most one connection, already open. Throws the AppError of what is wrong. */
  connect(location: string): Promise<Knex>;
  /** Makes an empty database unless it is there. `use` opens one for statements. */
  create(location: string, use: UseConnection): Promise<void>;
  /** Deletes a database. Where the account may only empty it, `emptied`: its shell is left to the host's panel. */
  drop(location: string, use: UseConnection): Promise<Dropped>;
  collect<Options, Result>(knex: Knex, query: RowQuery<Options, Result>): Promise<Result>;
  /** The AppError behind an error of the driver, or the error itself. */
  translate(error: unknown, location: string): unknown;
  /** Ends what the engine itself has running, once no connection is left. */
  close(): Promise<void>;
}

export type Dropped = 'gone' | 'emptied';

export type UseConnection = <T>(location: string, work: (knex: Knex) => Promise<T>) => Promise<T>;

/** A knex of one connection; waiting longer than this for it means a query beside a transaction. */
export const singleConnection = {
  pool: { min: 0, max: 1 },
  acquireConnectionTimeout: 5000,
  log: { warn: ignoreAcquireErrors },
} as const satisfies Knex.Config;

/** Failed connections are thrown to the caller, so knex need not print them too. */
function ignoreAcquireErrors(message: string): void {
  if (!String(message).startsWith('Acquire connection error')) console.warn(message);
}

/** Opens the connection now, so that a failure to connect is told apart from a failing statement. */
export async function openNow(knex: Knex): Promise<Knex> {
  try {
    await knex.client.releaseConnection(await knex.client.acquireConnection());
    return knex;
  } catch (error) {
    await knex.destroy();
    throw error;
  }
}
