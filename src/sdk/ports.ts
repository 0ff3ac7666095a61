import type { Knex } from 'knex';
import type { ApiRows } from './base-widget.ts';
import type { ChunkKey, ChunkRead } from './chunk.ts';
import type { RowQuery } from './collect.ts';
import type { Dataset } from './dataset.ts';
import type { TenantId } from './tenant.ts';

/** Counts the statements sent on behalf of one piece of work. */
export type QueryTrace = { queries: number };

/** An open database, valid only during the work it was opened for. One connection: never query beside a transaction. */
export interface Database {
  readonly engine: 'sqlite' | 'mysql';
  readonly knex: Knex;
  /** Runs the work in one transaction (`BEGIN IMMEDIATE` on SQLite); a throw rolls back. */
  transaction<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
  /** Hands over rows as arrays of columns, on this very connection, without holding them; returns how many. */
  stream(
    sql: string,
    bindings: readonly unknown[],
    onRow: (row: readonly unknown[]) => void,
  ): Promise<number>;
  /**
   * Collects a statement's rows, arrays of columns, without holding them; SQLite reads in another thread where they are
   * many. Throws what the collector throws, and the signal's reason once it fires.
   */
  collect<Options, Result>(query: RowQuery<Options, Result>): Promise<Result>;
}

/**
 * Opens databases for a piece of work, under the process's connection cap: waits at most 2 s, then throws
 * `databases_busy` (503). An unknown tenant throws `unknown_tenant` (404); a database that is down, missing, damaged or
 * old throws `tenant_maintained` or `site_maintained` (503) while serving, its precise error on the command line. Do not nest uses: an inner one can wait for its own outer one.
 */
export interface Databases {
  useControl<T>(work: (database: Database) => Promise<T>, trace?: QueryTrace): Promise<T>;
  useTenant<T>(tenant: TenantId, work: (database: Database) => Promise<T>, trace?: QueryTrace): Promise<T>;
}

export type MonthReading = {
  readonly dataset: Dataset;
  /** Counts the statements that this read sends; none when another reader's is waited for. */
  readonly trace: QueryTrace;
  readonly signal: AbortSignal;
};

/** Reads whole line-months: memory, else file, else SQL. Equal keys asked at once are read once. */
export interface MonthStore {
  read(key: ChunkKey, reading: MonthReading): Promise<ChunkRead>;
  /** True when reading this chunk would cost no SQL. */
  holds(key: ChunkKey): boolean;
  /** Whether a file holds this chunk as it is now; absent where no files are kept. */
  filed?(key: ChunkKey, dataset: Dataset): Promise<boolean>;
}

/** Calls the external APIs declared in the configuration. Throws `api_*` AppErrors. */
export interface ApiClient {
  call(request: ApiRequest): Promise<ApiRows>;
}

export type ApiRequest = {
  readonly tenant: TenantId;
  readonly api: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly now: number;
  readonly signal: AbortSignal;
};
