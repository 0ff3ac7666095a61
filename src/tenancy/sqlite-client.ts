import { createRequire } from 'node:module';
import type { DatabaseSync } from 'node:sqlite';
import type { Knex } from 'knex';
import { loadSqlite } from './load-sqlite.ts';
import { retryBusy } from './retry-busy.ts';
import { toSqliteValues } from './sqlite-values.ts';

const require = createRequire(import.meta.url);
const SqliteClient: typeof Knex.Client = require('knex/lib/dialects/sqlite3/index.js');
const { DatabaseSync: SqliteDatabase } = loadSqlite();

type Query = { sql: string; bindings?: readonly unknown[]; response?: unknown; context?: unknown };

/**
 * knex's SQLite dialect over `node:sqlite`. Transactions begin IMMEDIATE: a reader that becomes a writer halfway fails
 * with SQLITE_BUSY as soon as two processes do it.
 */
export class NodeSqliteClient extends SqliteClient {
  _driver(): unknown {
    return { DatabaseSync: SqliteDatabase };
  }

  override async acquireRawConnection(): Promise<DatabaseSync> {
    const { filename } = this.connectionSettings as { filename: string };
    const database = new SqliteDatabase(filename, { timeout: 0, enableForeignKeyConstraints: true });
    try {
      await retryBusy(() => database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL'));
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  override async destroyRawConnection(database: DatabaseSync): Promise<void> {
    database.close();
  }

  async _query(database: DatabaseSync, query: Query): Promise<Query> {
    if (!query.sql) throw new Error('The query is empty');
    const statement = await retryBusy(() =>
      database.prepare(query.sql === 'BEGIN;' ? 'BEGIN IMMEDIATE' : query.sql),
    );
    const values = toSqliteValues(query.bindings ?? []);
    if (statement.columns().length > 0) {
      const rows = await retryBusy(() => statement.all(...values));
      query.response = rows.map((row) => ({ ...row }));
      return query;
    }
    const result = await retryBusy(() => statement.run(...values));
    query.context = { lastID: Number(result.lastInsertRowid), changes: Number(result.changes) };
    query.response = query.context;
    return query;
  }
}

Object.assign(NodeSqliteClient.prototype, { driverName: 'node:sqlite' });
