import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { TenantId } from '#sdk';
import { connectToServer, describeEachEngine, type EngineName } from '../support/engines.ts';
import { type TestApp, testApp, testPassword } from '../support/test-app.ts';
import { visitor } from '../support/visitor.ts';

const acmeId = 'acme' as TenantId;

/** Idle connections close and versions are asked for again within this time. */
const settled = () => sleep(1100);

/** Breaks the database of "acme"; returns what puts it back, where that is possible. */
type Break = (test: TestApp, location: string) => Promise<(() => Promise<void>) | undefined>;

const files: Record<string, Break> = {
  'its file is gone': async (_test, file) => {
    for (const ending of ['-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
    renameSync(file, `${file}.away`);
    return async () => renameSync(`${file}.away`, file);
  },
  'its file is damaged': async (_test, file) => {
    writeFileSync(file, 'no database at all'.repeat(1000));
    return undefined;
  },
  'its file is empty': async (_test, file) => {
    writeFileSync(file, '');
    return undefined;
  },
};

const onServer =
  (...statements: string[]): Break =>
  async (_test, database) => {
    const server = await connectToServer();
    for (const statement of statements) await server.query(statement, Array(3).fill(database));
    await server.end();
    return undefined;
  };

const databases: Record<string, Break> = {
  'its database is dropped': onServer('DROP DATABASE ??'),
  'its database was never migrated': onServer('DROP DATABASE ??', 'CREATE DATABASE ??'),
  'its database is of an older version': async (test, _database) => {
    await test.tenancy.useTenant(acmeId, ({ knex }) =>
      knex.schema.alterTable('month_state', (table) => table.dropColumn('base_version')),
    );
    return async () => {
      await test.tenancy.useTenant(acmeId, ({ knex }) =>
        knex.schema.alterTable('month_state', (table) =>
          table.bigInteger('base_version').notNullable().defaultTo(0),
        ),
      );
    };
  },
};

const breaks: Record<EngineName, Record<string, Break>> = { sqlite: files, mysql: databases };

describeEachEngine('a tenant is being maintained when', (engine) => {
  it.each(Object.entries(breaks[engine]))('%s, and the others never notice', async (_name, breakIt) => {
    const test = await testApp(engine);
    const acme = await test.createPlant('acme');
    const norte = await test.createPlant('norte');
    const ana = visitor(test.app);
    await ana.signIn('admin@acme.example', testPassword);
    expect((await acme.run({})).status).toBe(200);
    await settled();
    const repair = await breakIt(test, test.tenancy.locate(acme.id));

    const page = await ana.get('/d/operation');
    expect([page.statusCode, page.headers['retry-after']]).toEqual([503, '60']);
    expect(page.body).toContain('En mantenimiento');
    expect(page.body).not.toContain(test.config.dataDir);
    const english = await test.app.inject({
      ...{ method: 'POST', url: '/api/v1/auth/token' },
      headers: { 'accept-language': 'en' },
      payload: { tenant: 'acme', email: 'admin@acme.example', password: testPassword },
    });
    expect([english.statusCode, english.headers['retry-after']]).toEqual([503, '60']);
    expect(english.json().error).toMatchObject({
      code: 'tenant_maintained',
      message: "Your company's data is being maintained. Try again in a few minutes.",
    });
    expect((await acme.run({})).status).toBe(503);
    expect((await norte.run({})).status).toBe(200);
    expect((await test.app.inject('/readyz')).statusCode).toBe(200);

    if (!repair) return;
    await repair();
    await settled();
    expect((await acme.run({})).status).toBe(200);
  });
});
