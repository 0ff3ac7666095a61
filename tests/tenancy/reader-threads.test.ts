import { execFile } from 'node:child_process';
import { closeSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, inject, it, onTestFinished, vi } from 'vitest';
import type { Tenant } from '#sdk';
import { openTenancy, type Tenancy } from '../../src/tenancy/open-tenancy.ts';
import { ReaderThreads } from '../../src/tenancy/reader-threads.ts';
import { manyRows, plainRows, rowsOf } from '../support/collect-rows.ts';
import { testTenancy } from '../support/engines.ts';

const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n';
const many = { scans: manyRows };

/** Two tenants with a table each that says whose it is. */
async function twoTenants() {
  const made = await testTenancy('sqlite');
  const tenants = [await made.createTestTenant('acme'), await made.createTestTenant('globex')];
  for (const { id } of tenants) {
    await made.tenancy.useTenant(id, async ({ knex }) => {
      await knex.schema.createTable('notes', (table) => table.text('text'));
      const texts = Array.from({ length: 2000 }, () => ({ text: `${id} `.repeat(20) }));
      await knex.batchInsert('notes', texts, 500);
    });
  }
  return { ...made, acme: tenants[0]!, globex: tenants[1]! };
}

const firstNote = (tenancy: Tenancy, { id }: Tenant) =>
  tenancy.useTenant(id, (database) => rowsOf(database, 'SELECT substr(text, 1, 4) FROM notes LIMIT 1', many));

it('read each tenant’s own file', async () => {
  const { tenancy, acme, globex } = await twoTenants();
  const read = Array.from({ length: 6 }, (_, turn) => firstNote(tenancy, turn % 2 ? globex : acme));
  expect((await Promise.all(read)).flat(2)).toEqual(['acme', 'glob', 'acme', 'glob', 'acme', 'glob']);
});

it('stop when nobody waits any more, and read on for others', async () => {
  const { tenancy, acme } = await twoTenants();
  const leaver = new AbortController();
  const left = tenancy.useTenant(acme.id, (database) =>
    rowsOf(database, endless, { ...many, signal: leaver.signal }),
  );
  setTimeout(() => leaver.abort(new Error('left')), 300);
  await expect(left).rejects.toThrow('left');
  expect(await firstNote(tenancy, acme)).toEqual([['acme']]);
});

it('never begin what was left before its turn', async () => {
  const { tenancy, acme } = await twoTenants();
  const leaver = new AbortController();
  const signal = leaver.signal;
  const asked = [1, 2, 3].map(() =>
    tenancy.useTenant(acme.id, (database) => rowsOf(database, endless, { ...many, signal })),
  );
  leaver.abort(new Error('left'));
  for (const each of await Promise.allSettled(asked)) expect(each).toMatchObject({ status: 'rejected' });
  expect(await firstNote(tenancy, acme)).toEqual([['acme']]);
});

it('miss a file that has gone as a new connection does', async () => {
  const { tenancy, acme, globex } = await twoTenants();
  const reading = tenancy.useTenant(acme.id, async (database) => {
    rmSync(tenancy.locate(acme.id));
    return rowsOf(database, 'SELECT 1 FROM notes', many);
  });
  await expect(reading).rejects.toMatchObject({ code: 'tenant_database_missing', status: 503 });
  expect(await firstNote(tenancy, globex)).toEqual([['glob']]);
});

it('fail over a damaged file as this thread does', async () => {
  const { tenancy, config, acme } = await twoTenants();
  await tenancy.useTenant(acme.id, ({ knex }) => knex.raw('PRAGMA wal_checkpoint(TRUNCATE)'));
  await tenancy.close();
  damage(tenancy.locate(acme.id));
  const errors = [];
  for (const scans of [0, manyRows]) {
    const fresh = openTenancy(config);
    const reading = fresh.useTenant(acme.id, (database) =>
      rowsOf(database, 'SELECT * FROM notes', { scans }),
    );
    errors.push(await reading.catch((error: unknown) => error));
    await fresh.close();
  }
  const corrupt = {
    code: 'database_unreadable',
    status: 503,
    cause: { code: 'ERR_SQLITE_ERROR', errcode: 11 },
  };
  expect(errors).toMatchObject([corrupt, corrupt]);
});

/** Writes over the last quarter of a file. */
function damage(path: string): void {
  const { size } = statSync(path);
  const file = openSync(path, 'r+');
  const from = size - (size >> 2);
  writeSync(file, Buffer.alloc(size - from, 0xa5), 0, size - from, from);
  closeSync(file);
}

/** A file that another connection has locked, and threads to read it. */
function lockedFile(idleMs?: number) {
  const file = join(inject('filesDir'), `locked-${performance.now()}.sqlite`);
  const writer = new DatabaseSync(file);
  writer.exec('CREATE TABLE notes (text); BEGIN EXCLUSIVE; INSERT INTO notes VALUES (7)');
  const compiledDir = join(inject('filesDir'), 'compiled');
  const threads = new ReaderThreads(idleMs === undefined ? { compiledDir } : { compiledDir, idleMs });
  onTestFinished(async () => {
    await threads.close();
    writer.close();
  });
  const { signal } = new AbortController();
  const query = { sql: 'SELECT text FROM notes', bindings: [], collecting: plainRows, options: null, signal };
  return { writer, read: () => threads.collect(file, { ...query, ...many }) };
}

it('wait for a writer that holds the whole file', async () => {
  const { writer, read } = lockedFile();
  const reading = read();
  await pause(300);
  writer.exec('COMMIT');
  expect(await reading).toEqual([[7]]);
});

it('end when they have been idle', async () => {
  const { writer, read } = lockedFile(50);
  writer.exec('COMMIT');
  const count = () => readdirSync('/proc/self/task').length;
  await read();
  await vi.waitUntil(() => count(), { timeout: 1000 });
  const standing = count();
  await vi.waitUntil(() => count() < standing, { timeout: 5000 });
  expect(await read()).toEqual([[7]]);
});

it('keep no process from ending', async () => {
  const { config, acme } = await twoTenants();
  const program = new URL('./read-and-leave.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(config), acme.id]);
  const { rows, kept } = JSON.parse(stdout);
  expect(rows).toBe(2000);
  expect(kept.filter((resource: string) => /Worker|MessagePort/.test(resource))).toEqual([]);
});
