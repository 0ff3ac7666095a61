import { setTimeout as sleep } from 'node:timers/promises';
import type { RowDataPacket } from 'mysql2';
import { expect, it, vi } from 'vitest';
import type { TenantId } from '#sdk';
import { openTenancy } from '../../src/tenancy/open-tenancy.ts';
import {
  connectToServer,
  describeEachEngine,
  freshConfig,
  type TestTenancy,
  testTenancy,
} from '../support/engines.ts';
import { untilGate } from '../support/until-gate.ts';

/** Our connections as the server sees them; on SQLite it sees none. */
async function seenByServer({ config }: TestTenancy): Promise<number> {
  if (!config.databaseUrl) return 0;
  const server = await connectToServer();
  const [rows] = await server.query<RowDataPacket[]>('SHOW PROCESSLIST');
  await server.end();
  return rows.filter(({ db }) => String(db).startsWith(config.tenantDatabasePrefix)).length;
}

describeEachEngine('connections', (engine) => {
  it('never pass the cap with 50 uses at once, and are gone 2 s later', async () => {
    const made = await testTenancy(engine, { connectionWaitMs: 20_000 });
    const tenants: TenantId[] = [];
    for (const slug of ['uno', 'dos', 'tres', 'cuatro']) tenants.push((await made.createTestTenant(slug)).id);
    let working = 0;
    let mostWorking = 0;
    let mostOpen = 0;
    let mostSeen = 0;
    const uses = Array.from({ length: 50 }, (_, index) =>
      made.tenancy.useTenant(tenants[index % 4]!, async ({ knex }) => {
        working += 1;
        mostWorking = Math.max(mostWorking, working);
        await knex('settings').first();
        if (index % 10 === 0) mostSeen = Math.max(mostSeen, await seenByServer(made));
        await sleep(5);
        mostOpen = Math.max(mostOpen, made.tenancy.openConnections());
        working -= 1;
      }),
    );
    await Promise.all(uses);
    expect(mostWorking).toBe(3);
    expect(mostOpen).toBe(3);
    expect(mostSeen).toBeLessThanOrEqual(3);
    if (engine === 'mysql') expect(mostSeen).toBeGreaterThan(0);

    await vi.waitFor(() => expect(made.tenancy.openConnections()).toBe(0), { timeout: 2000 });
    expect(await seenByServer(made)).toBe(0);
  });

  it('keep a connection between uses, and close it when it has idled', async () => {
    const made = await testTenancy(engine, { connectionIdleMs: 500 });
    const { id } = await made.createTestTenant('demo');
    const untilNone = () =>
      vi.waitFor(() => expect(made.tenancy.openConnections()).toBe(0), { timeout: 2000 });
    await untilNone();
    const first = await made.tenancy.useTenant(id, async ({ knex }) => knex);
    const second = await made.tenancy.useTenant(id, async ({ knex }) => knex);
    expect(second).toBe(first);
    expect(made.tenancy.openConnections()).toBe(1);
    await untilNone();
    expect(await made.tenancy.useTenant(id, async ({ knex }) => knex)).not.toBe(first);
  });

  it('answer 503 when none is free within the wait, and serve the next in line', async () => {
    const made = await testTenancy(engine, { maxConnections: 1, connectionWaitMs: 100 });
    const { id } = await made.createTestTenant('demo');
    const { gate, open } = untilGate();
    const holder = made.tenancy.useTenant(id, () => gate);
    const start = performance.now();
    await expect(made.tenancy.useControl(async () => 1)).rejects.toMatchObject({
      code: 'databases_busy',
      status: 503,
    });
    expect(performance.now() - start).toBeGreaterThan(90);
    const next = made.tenancy.useControl(async () => 'served');
    open();
    await holder;
    expect(await next).toBe('served');
  });

  it('give the place back when the work fails', async () => {
    const { tenancy } = await testTenancy(engine, { maxConnections: 1, connectionWaitMs: 100 });
    const failing = tenancy.useControl(async ({ knex }) => knex('nothing').select());
    await expect(failing).rejects.toThrow(/nothing/);
    expect(await tenancy.useControl(async () => 'served')).toBe('served');
  });

  it('give the place back when a tenant is unknown', async () => {
    const { tenancy } = await testTenancy(engine, { maxConnections: 1, connectionWaitMs: 100 });
    for (let attempt = 0; attempt < 5; attempt++) {
      await expect(tenancy.useTenant('nobody' as TenantId, async () => 1)).rejects.toMatchObject({
        code: 'unknown_tenant',
      });
    }
    expect(await tenancy.useControl(async () => 'served')).toBe('served');
  });

  it('close with the tenancy once their work has ended', async () => {
    const made = await testTenancy(engine);
    const other = openTenancy(made.config);
    const { gate, open } = untilGate();
    const busy = other.useControl(async ({ knex }) => {
      await gate;
      return knex('tenants').select();
    });
    await other.useControl(async () => 1);
    const closed = other.close();
    expect(other.openConnections()).toBeGreaterThan(0);
    open();
    expect(await busy).toEqual([]);
    await closed;
    expect(other.openConnections()).toBe(0);
    await expect(other.useControl(async () => 1)).rejects.toThrow(/closed/);
  });

  it('say that a database was not made yet', async () => {
    const tenancy = openTenancy(freshConfig(engine));
    await expect(tenancy.useControl(async () => 1)).rejects.toMatchObject({
      code: 'database_missing',
      status: 503,
    });
    await tenancy.close();
  });
});
