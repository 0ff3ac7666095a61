import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import { describe, inject, onTestFinished } from 'vitest';
import type { Database, Tenant } from '#sdk';
import { migrateControl } from '../../src/tenancy/migrate.ts';
import { openTenancy, type Tenancy, type TenancyConfig } from '../../src/tenancy/open-tenancy.ts';
import { createTenant, type NewTenant } from '../../src/tenancy/tenants.ts';

export type EngineName = Database['engine'];

/** Fresh databases for a test: an open tenancy with a migrated control database. */
export type TestTenancy = {
  readonly tenancy: Tenancy;
  readonly config: TenancyConfig;
  /** A migrated, empty tenant. Defaults: Spanish, `es-ES`, Europe/Madrid. */
  createTestTenant(slug: string, given?: Partial<NewTenant>): Promise<Tenant>;
  /** Closes everything and deletes the databases. */
  remove(): Promise<void>;
};

/** The same tests on SQLite and on MariaDB; the latter are skipped, visibly, where it is not installed. */
export function describeEachEngine(title: string, tests: (engine: EngineName) => void): void {
  describe(`${title} (sqlite)`, () => tests('sqlite'));
  describe.skipIf(inject('mariadbUrl') === null)(`${title} (mysql)`, () => tests('mysql'));
}

/**
 * Databases of their own under a random name, with the defaults of production unless given otherwise. Whoever calls it
 * outside a test (beforeAll) calls `remove` in the end; inside one, `testTenancy` does it.
 */
export async function createTestTenancy(
  engine: EngineName,
  given: Partial<TenancyConfig> = {},
): Promise<TestTenancy> {
  const config = { ...freshConfig(engine), ...given };
  const tenancy = openTenancy(config);
  await migrateControl(tenancy);
  return {
    tenancy,
    config,
    createTestTenant: (slug, tenant) => createTenant(tenancy, { ...testTenant, name: slug, slug, ...tenant }),
    remove: async () => {
      await tenancy.close();
      await removeDatabases(config);
    },
  };
}

/** `createTestTenancy` for one test, removed when it ends. */
export async function testTenancy(engine: EngineName, given?: Partial<TenancyConfig>): Promise<TestTenancy> {
  const made = await createTestTenancy(engine, given);
  onTestFinished(() => made.remove());
  return made;
}

const testTenant = {
  language: 'es',
  numberLocale: 'es-ES',
  zone: 'Europe/Madrid',
  now: Date.UTC(2026, 2, 1, 12),
} as const;

/** Configuration of databases that nobody else uses and that do not exist yet. */
export function freshConfig(engine: EngineName): TenancyConfig {
  const mark = randomBytes(5).toString('hex');
  return {
    dataDir: mkdtempSync(join(inject('filesDir'), 'data-')),
    compiledDir: join(inject('filesDir'), 'compiled'),
    databaseUrl: engine === 'mysql' ? addressOf(`t${mark}_control`) : null,
    tenantDatabasePrefix: `t${mark}_`,
    tenantDatabaseUrls: new Map(),
    maxConnections: 3,
    connectionWaitMs: 2000,
    connectionIdleMs: 500,
  };
}

function addressOf(database: string): string {
  const url = new URL(inject('mariadbUrl') ?? '');
  url.pathname = `/${database}`;
  return url.href;
}

/** Deletes the files and databases that such a configuration leads to. */
export async function removeDatabases(config: TenancyConfig): Promise<void> {
  rmSync(config.dataDir, { recursive: true, force: true });
  if (!config.databaseUrl) return;
  const server = await connectToServer();
  const like = `${config.tenantDatabasePrefix.replaceAll('_', '\\_')}%`;
  const [rows] = await server.query<mysql.RowDataPacket[]>('SHOW DATABASES LIKE ?', [like]);
  for (const row of rows) await server.query('DROP DATABASE ??', Object.values(row));
  await server.end();
}

/** A connection of the test's own to the private MariaDB, beside what is tested. */
export const connectToServer = (): Promise<mysql.Connection> =>
  mysql.createConnection({ uri: inject('mariadbUrl')!.replace(/\/[^/]*$/, '') });
