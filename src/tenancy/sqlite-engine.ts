import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import knexOf, { type Knex } from 'knex';
import { AppError, type RowQuery, type TenantId } from '#sdk';
import type { Config } from '../shared/config.ts';
import { inDataDir } from '../shared/in-data-dir.ts';
import { collectRows } from './collect-rows.ts';
import { type Dropped, type Engine, openNow, singleConnection } from './engine.ts';
import { ReaderThreads } from './reader-threads.ts';
import { NodeSqliteClient } from './sqlite-client.ts';
import { toSqliteValues } from './sqlite-values.ts';

/** How long reading may hold the process. */
const longestTurnMs = 8;

/** The embedded engine: one file per database, readable by its owner only. */
export function sqliteEngine({ dataDir, compiledDir }: Pick<Config, 'dataDir' | 'compiledDir'>): Engine {
  const control = join(dataDir, 'control.sqlite');
  const threads = new ReaderThreads({ compiledDir });
  return {
    name: 'sqlite',
    control,
    locate: (tenant) => tenantFile(dataDir, tenant),
    identify: (file) => file,
    connect: (file) => connect(file),
    create: async (file) => inDataDir(dataDir, () => createFile(file, dataDir)),
    drop: async (file) => inDataDir(dataDir, () => removeFile(file)),
    collect: (knex, query) => collect(threads, knex, query),
    translate,
    close: () => threads.close(),
  };
}

const tenantFile = (dataDir: string, tenant: TenantId): string =>
  join(dataDir, 'tenants', `${tenant}.sqlite`);

/** The file, and what SQLite keeps beside it. */
function removeFile(file: string): Dropped {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${ending}`, { force: true });
  return 'gone';
}

/** SQLite's codes of a file that cannot be read, cannot be opened, is damaged, or is no database. */
const unreadable: ReadonlyMap<number, string> = new Map([
  [10, 'SQLITE_IOERR'],
  [14, 'SQLITE_CANTOPEN'],
  [11, 'SQLITE_CORRUPT'],
  [26, 'SQLITE_NOTADB'],
]);

function translate(error: unknown, database: string): unknown {
  const reason = unreadable.get(Number((Object(error) as { errcode?: number }).errcode) & 0xff);
  if (reason === undefined) return error;
  return new AppError('database_unreadable', { status: 503, params: { database, reason }, cause: error });
}

async function connect(filename: string): Promise<Knex> {
  if (!existsSync(filename)) throw missing(filename);
  const knex = knexOf({
    ...singleConnection,
    client: NodeSqliteClient,
    connection: { filename },
    useNullAsDefault: true,
  });
  return openNow(knex).catch((error) => {
    throw translate(error, filename);
  });
}

const missing = (filename: string, cause?: unknown): AppError =>
  new AppError('database_missing', { status: 503, params: { database: filename }, cause });

function createFile(file: string, dataDir: string): void {
  for (const directory of [dataDir, dirname(file)]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700);
  }
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/** As many as are read within a turn of this thread; starting another takes as long as ten times as many. */
const rowsWorthAThread = 8000;

/** Many rows are read in another thread, which opens the same file for itself; few on the connection at hand. */
async function collect<Options, Result>(
  threads: ReaderThreads,
  knex: Knex,
  query: RowQuery<Options, Result>,
): Promise<Result> {
  const { sql, bindings, scans } = query;
  query.signal.throwIfAborted();
  knex.client.emit('query', { sql, bindings });
  return scans < rowsWorthAThread ? collectHere(knex, query) : collectThere(threads, knex, query);
}

async function collectThere<Options, Result>(
  threads: ReaderThreads,
  knex: Knex,
  query: RowQuery<Options, Result>,
): Promise<Result> {
  const { filename } = knex.client.connectionSettings;
  try {
    return await threads.collect(filename, query);
  } catch (error) {
    query.signal.throwIfAborted();
    throw existsSync(filename) ? error : missing(filename, error);
  }
}

async function collectHere<Options, Result>(knex: Knex, query: RowQuery<Options, Result>): Promise<Result> {
  const connection: DatabaseSync = await knex.client.acquireConnection();
  try {
    const { sql, bindings, collecting, options, signal } = query;
    const given = { sql, values: toSqliteValues(bindings), collector: collecting.make(options) };
    return await collectRows(connection, given, giveWay(signal));
  } finally {
    knex.client.releaseConnection(connection);
  }
}

/** Gives way to other work often enough that nobody notices. */
function giveWay(signal: AbortSignal): () => Promise<void> {
  let turnEnds = performance.now() + longestTurnMs;
  return async () => {
    if (performance.now() < turnEnds) return;
    await nextTurn();
    signal.throwIfAborted();
    turnEnds = performance.now() + longestTurnMs;
  };
}
