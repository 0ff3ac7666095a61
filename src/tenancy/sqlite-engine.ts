import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import knexOf, { type Knex } from 'knex';
import { AppError, type TenantId } from '#sdk';
import { inDataDir } from '../shared/in-data-dir.ts';
import { type Dropped, type Engine, openNow, type StreamedQuery, singleConnection } from './engine.ts';
import { retryBusy } from './retry-busy.ts';
import { NodeSqliteClient, toSqliteValues } from './sqlite-client.ts';

/** Rows read between looks at the clock, and how long they may hold the process. */
const rowsPerLook = 512;
const longestTurnMs = 8;

/** The embedded engine: one file per database, readable by its owner only. */
export function sqliteEngine(dataDir: string): Engine {
  const control = join(dataDir, 'control.sqlite');
  return {
    name: 'sqlite',
    control,
    locate: (tenant) => tenantFile(dataDir, tenant),
    identify: (file) => file,
    connect: (file) => connect(file),
    create: async (file) => inDataDir(dataDir, () => createFile(file, dataDir)),
    drop: async (file) => inDataDir(dataDir, () => removeFile(file)),
    stream,
    translate,
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
  if (!existsSync(filename)) {
    throw new AppError('database_missing', { status: 503, params: { database: filename } });
  }
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

function createFile(file: string, dataDir: string): void {
  for (const directory of [dataDir, dirname(file)]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700);
  }
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

async function stream(knex: Knex, { sql, bindings, onRow }: StreamedQuery): Promise<number> {
  const connection: DatabaseSync = await knex.client.acquireConnection();
  try {
    knex.client.emit('query', { sql, bindings });
    const statement = await retryBusy(() => connection.prepare(sql));
    statement.setReturnArrays(true);
    const rows = statement.iterate(...toSqliteValues(bindings)) as unknown as Iterator<unknown[]>;
    return await forEachInTurns(rows, onRow);
  } finally {
    knex.client.releaseConnection(connection);
  }
}

/** Reads on, giving way to other work often enough that nobody notices. */
async function forEachInTurns(rows: Iterator<unknown[]>, onRow: StreamedQuery['onRow']): Promise<number> {
  let turnEnds = performance.now() + longestTurnMs;
  let count = 0;
  for (let next = await retryBusy(() => rows.next()); !next.done; next = rows.next()) {
    onRow(next.value);
    count += 1;
    if (count % rowsPerLook > 0 || performance.now() < turnEnds) continue;
    await nextTurn();
    turnEnds = performance.now() + longestTurnMs;
  }
  return count;
}
