import { describe, expect, inject, it } from 'vitest';
import { migrateControl } from '../../src/tenancy/migrate.ts';
import { openTenancy } from '../../src/tenancy/open-tenancy.ts';
import { connectToServer, freshConfig, testTenancy } from '../support/engines.ts';

const nobodyListens = 'mysql://root:secret@127.0.0.1:1/camet_control';

describe('a server that cannot be reached', () => {
  it('is named with its address, and never with its password', async () => {
    const tenancy = openTenancy({ ...freshConfig('sqlite'), databaseUrl: nobodyListens });
    const failure = await tenancy.useControl(async () => 1).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'database_unreachable',
      status: 503,
      params: { host: '127.0.0.1', port: '1', database: 'camet_control' },
    });
    expect(String(failure)).not.toContain('secret');
    await expect(migrateControl(tenancy)).rejects.toMatchObject({ code: 'database_unreachable' });
    expect(tenancy.openConnections()).toBe(0);
    await tenancy.close();
  });
});

describe.skipIf(inject('mariadbUrl') === null)('a server that refuses', () => {
  it('names the account', async () => {
    const url = new URL(inject('mariadbUrl')!);
    Object.assign(url, { username: 'stranger', password: 'secret' });
    const tenancy = openTenancy({ ...freshConfig('mysql'), databaseUrl: url.href });
    const failure = await migrateControl(tenancy).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'database_denied', status: 503, params: { user: 'stranger' } });
    expect(String(failure)).not.toContain('secret');
    await tenancy.close();
  });

  it('ends a connection under the work: 503, and the next use has a new one', async () => {
    const { tenancy } = await testTenancy('mysql');
    const work = tenancy.useControl(async ({ knex }) => {
      const [[{ id }]] = await knex.raw('SELECT CONNECTION_ID() AS id');
      const asking = knex.raw('SELECT SLEEP(20)');
      setTimeout(() => void kill(id), 200);
      return asking;
    });
    await expect(work).rejects.toMatchObject({ code: 'database_unreachable', status: 503 });
    expect(await tenancy.useControl(({ knex }) => knex('tenants').select())).toEqual([]);
  });

  const kill = async (id: number): Promise<void> => {
    const server = await connectToServer();
    await server.query('KILL ?', [id]);
    await server.end();
  };

  it('uses databases made by hand where the account may make none', async () => {
    const made = await testTenancy('mysql');
    const server = await connectToServer();
    const prefix = made.config.tenantDatabasePrefix;
    await server.query('CREATE DATABASE ??', [`${prefix}hecha`]);
    await server.query(`CREATE USER '${prefix}'@'%' IDENTIFIED BY 'pw'`);
    for (const name of ['control', 'hecha']) {
      await server.query(`GRANT ALL ON \`${prefix}${name}\`.* TO '${prefix}'@'%'`);
    }
    const url = new URL(made.config.databaseUrl!);
    Object.assign(url, { username: prefix, password: 'pw' });
    const tenancy = openTenancy({ ...made.config, databaseUrl: url.href });
    const { createTenant } = await import('../../src/tenancy/tenants.ts');
    const given = { name: 'x', language: 'es', numberLocale: 'es-ES', zone: 'UTC', now: 0 } as const;
    expect((await createTenant(tenancy, { ...given, slug: 'hecha' })).id).toBe('hecha');
    await expect(createTenant(tenancy, { ...given, slug: 'otra' })).rejects.toMatchObject({
      code: 'database_create_denied',
      params: { database: `${prefix}otra` },
    });
    await tenancy.close();
    await server.query(`DROP USER '${prefix}'@'%'`);
    await server.end();
  });
});
