import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { Database, TenantId } from '#sdk';
import { migrateControl, migratePack, migrateTenant } from '../../src/tenancy/migrate.ts';
import { openTenancy, type Tenancy } from '../../src/tenancy/open-tenancy.ts';
import { marketsMigrations } from '../catalog/markets/pack.ts';
import {
  describeEachEngine,
  type EngineName,
  freshConfig,
  removeDatabases,
  testTenancy,
} from '../support/engines.ts';

const demo = 'demo' as TenantId;

/** The same database, on which everything from the n-th statement on fails, as it does for a process that is killed. */
const killedAfter = (tenancy: Tenancy, statements: number): Tenancy => {
  const interrupt = async <T>(database: Database, work: (database: Database) => Promise<T>): Promise<T> => {
    let sent = 0;
    const stop = (): void => {
      sent += 1;
      if (sent > statements) throw new Error('killed');
    };
    database.knex.on('query', stop);
    return work(database).finally(() => database.knex.removeListener('query', stop));
  };
  return {
    ...tenancy,
    useControl: (work) => tenancy.useControl((database) => interrupt(database, work)),
    useTenant: (tenant, work) => tenancy.useTenant(tenant, (database) => interrupt(database, work)),
  };
};

/** Tables with their columns and indexes, as the engine describes them. */
async function schemaOf({ engine, knex }: Database): Promise<unknown> {
  if (engine === 'sqlite')
    return knex('sqlite_master').select('type', 'name', 'sql').orderBy(['type', 'name']);
  const [columns] = await knex.raw(
    `SELECT table_name, column_name, column_type, is_nullable, collation_name, extra
     FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY 1, 2`,
  );
  const [indexes] = await knex.raw(
    `SELECT table_name, index_name, seq_in_index, column_name, non_unique
     FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1, 2, 3`,
  );
  return { columns, indexes };
}

type Kind = { readonly name: string; readonly run: (tenancy: Tenancy) => Promise<string[]> };
const kinds: readonly Kind[] = [
  { name: 'the control database', run: migrateControl },
  { name: 'a tenant’s database', run: (tenancy) => migrateTenant(tenancy, demo) },
  { name: 'a pack’s tables', run: (tenancy) => migratePack(tenancy, demo, marketsMigrations) },
];

const describeKind = (tenancy: Tenancy, { name }: Kind): Promise<unknown> =>
  name === 'the control database' ? tenancy.useControl(schemaOf) : tenancy.useTenant(demo, schemaOf);

/** Runs on empty databases of their own. */
async function withEmpty<T>(engine: EngineName, work: (reopen: () => Tenancy) => Promise<T>): Promise<T> {
  const config = freshConfig(engine);
  const opened: Tenancy[] = [];
  const reopen = (): Tenancy => {
    const tenancy = openTenancy(config);
    opened.push(tenancy);
    return tenancy;
  };
  const first = reopen();
  await first.createControlDatabase();
  await first.createTenantDatabase(demo);
  try {
    return await work(reopen);
  } finally {
    for (const tenancy of opened) await tenancy.close();
    await removeDatabases(config);
  }
}

const coreMigrations = [
  '0001-catalogue.ts',
  '0002-calendar.ts',
  '0003-facts.ts',
  '0004-month-base.ts',
  '0005-plugin-switches.ts',
];

describeEachEngine('migrations', (engine) => {
  /** A run on MariaDB costs a fifth of a second; every statement has its turn in the long tests. */
  const stride = engine === 'sqlite' || process.env.LONG === '1' ? 1 : 5;

  it.each(kinds)('of $name complete after a kill at any statement', { timeout: 120_000 }, async (kind) => {
    const whole = await withEmpty(engine, async (reopen) => {
      const ran = await kind.run(reopen());
      expect(ran.length).toBeGreaterThan(0);
      return { ran, schema: await describeKind(reopen(), kind) };
    });
    let statements = 0;
    for (let finished = false; !finished; statements += stride) {
      finished = await withEmpty(engine, async (reopen) => {
        const first = reopen();
        const outcome = await kind.run(killedAfter(first, statements)).catch((error: Error) => error);
        await first.close();
        const again = reopen();
        await kind.run(again);
        expect(await describeKind(again, kind), `killed after ${statements}`).toEqual(whole.schema);
        expect(await kind.run(again)).toEqual([]);
        if (outcome instanceof Error) expect(outcome.message).toContain('killed');
        return !(outcome instanceof Error);
      });
    }
    expect(statements).toBeGreaterThan(5);
  });

  it('run once when several start at once', async () => {
    await withEmpty(engine, async (reopen) => {
      const ran = await Promise.all(Array.from({ length: 4 }, () => migrateTenant(reopen(), demo)));
      expect(ran.flat().sort()).toEqual(coreMigrations);
    });
  });

  it('complete and stay free after a process was killed in the middle', async () => {
    const config = freshConfig(engine);
    const child = fork(fileURLToPath(new URL('./migrate-slowly.ts', import.meta.url)), [
      JSON.stringify(config),
    ]);
    await new Promise((resolve) => child.once('message', resolve));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    const tenancy = openTenancy(config);
    const started = performance.now();
    expect(await migrateControl(tenancy)).toContain('0001-directory.ts');
    expect(performance.now() - started).toBeLessThan(5000);
    await tenancy.close();
    await removeDatabases(config);
  });

  it('cost one look when there is nothing to do', async () => {
    const { tenancy, createTestTenant } = await testTenancy(engine);
    const { id } = await createTestTenant('demo');
    const before = { queries: 0 };
    const counted: Tenancy = {
      ...tenancy,
      useTenant: (tenant, work) => tenancy.useTenant(tenant, work, before),
    };
    expect(await migrateTenant(counted, id)).toEqual([]);
    expect(before.queries).toBe(2);
  });

  it('of packs are recorded apart, by pack', async () => {
    const { tenancy, createTestTenant } = await testTenancy(engine);
    const { id } = await createTestTenant('demo');
    expect(await migratePack(tenancy, id, marketsMigrations)).toEqual(['0001-markets.ts', '0002-symbols.ts']);
    expect(await migratePack(tenancy, id, marketsMigrations)).toEqual([]);
    expect(await migratePack(tenancy, id, { pack: 'bare', folder: '/nowhere/migrations' })).toEqual([]);
    const rows = await tenancy.useTenant(id, ({ knex }) =>
      knex('schema_migrations').orderBy(['pack', 'name']).pluck('pack'),
    );
    expect(rows).toEqual([...coreMigrations.map(() => 'core'), 'markets', 'markets']);
  });
});
