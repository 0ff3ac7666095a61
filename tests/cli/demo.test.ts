import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TenantId } from '#sdk';
import { verifyPassword } from '../../src/identity/verify-password.ts';
import { readConfig } from '../../src/shared/config.ts';
import { openTenancy, type Tenancy } from '../../src/tenancy/open-tenancy.ts';
import { describeEachEngine } from '../support/engines.ts';
import { defaultNow, type Place, place } from './run.ts';

const dayMs = 24 * 3_600_000;

async function withTenancy<T>({ env }: Place, work: (tenancy: Tenancy) => Promise<T>): Promise<T> {
  const tenancy = openTenancy(readConfig(env));
  try {
    return await work(tenancy);
  } finally {
    await tenancy.close();
  }
}

/** How many rows a tenant holds, and a mark of all their ids. */
const rowsOf = (here: Place, tenant: string) =>
  withTenancy(here, (tenancy) =>
    tenancy.useTenant(tenant as TenantId, async ({ engine, knex }) => {
      const months = await knex('month_state').orderBy(['table_name', 'month']);
      const mark = createHash('sha256');
      for (const { table_name: table, month } of months) {
        const from = engine === 'mysql' ? table : `${table}_${month.replace('-', '')}`;
        const query = knex(from).orderBy('time').orderBy('source_id');
        if (engine === 'mysql') query.whereRaw("date_format(time, '%Y-%m') = ?", [month]);
        const rows = await query.select('source_id', 'product', 'result', 'weight');
        mark.update(rows.map((row) => Object.values(row).join()).join('\n'));
      }
      const count = months.reduce((total, month) => total + Number(month.row_count), 0);
      return { count, mark: mark.digest('hex') };
    }),
  );

describeEachEngine('camet demo', (engine) => {
  it('makes two tenants with their users and about the rows asked for', { timeout: 60_000 }, async () => {
    const here = place(engine);
    const { code, out, err } = await here.run('demo --rows 20000');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect((await here.run('tenant list')).out.split('\n')).toHaveLength(3);
    const { count } = await rowsOf(here, 'demo');
    expect(count).toBeGreaterThan(18_000);
    expect(count).toBeLessThan(22_000);
    const password = /^Password: (\S+)$/m.exec(out)![1]!;
    const users = await withTenancy(here, (tenancy) =>
      tenancy.useControl(({ knex }) => knex('users').orderBy('email').select('email', 'password_hash')),
    );
    expect(users.map(({ email }) => email)).toEqual([
      'admin@demo.example',
      'admin@norte.example',
      'manager@demo.example',
      'manager@norte.example',
      'viewer@demo.example',
      'viewer@norte.example',
    ]);
    expect(await verifyPassword(password, users[0].password_hash)).toBe(true);
  });
});

describe('camet demo', () => {
  it('is the same for the same seed and moment, and another for another seed', {
    timeout: 60_000,
  }, async () => {
    const marks: string[] = [];
    for (const seed of [7, 7, 8]) {
      const here = place();
      await here.run(`demo --rows 3000 --seed ${seed}`);
      marks.push((await rowsOf(here, 'demo')).mark);
    }
    expect(marks[0]).toBe(marks[1]);
    expect(marks[2]).not.toBe(marks[0]);
  });

  it('brings its tenants up to now without touching what is there', { timeout: 60_000 }, async () => {
    const here = place();
    await here.run('demo --rows 5000');
    const before = await rowsOf(here, 'demo');
    const { out } = await here.run('demo', { now: defaultNow + 2 * dayMs });
    expect(out).not.toContain('Password');
    const after = await rowsOf(here, 'demo');
    const perDay = before.count / 183;
    expect(after.count - before.count).toBeGreaterThan(perDay);
    expect(after.count - before.count).toBeLessThan(3 * perDay);
    expect((await here.run('demo', { now: defaultNow + 2 * dayMs })).out).toContain(': new rows, 0.');
  });

  it('leaves a tenant of the same name alone', { timeout: 60_000 }, async () => {
    const here = place();
    await here.run('tenant create demo --zone Europe/Madrid');
    const { out } = await here.run('demo --rows 1000');
    expect(out).toContain('There is already a tenant "demo" that is no sample');
    expect((await rowsOf(here, 'demo')).count).toBe(0);
  });

  it('gives its users a chosen password, also later', { timeout: 60_000 }, async () => {
    const here = place();
    await here.run('demo --rows 1000');
    const env = { CAMET_DEMO_PASSWORD: 'correct horse battery' };
    expect((await here.run('demo', { env })).out).toContain('Password: correct horse battery');
    const hash = await withTenancy(here, (tenancy) =>
      tenancy.useControl(({ knex }) =>
        knex('users').where({ email: 'viewer@norte.example' }).pluck('password_hash'),
      ),
    );
    expect(await verifyPassword('correct horse battery', hash[0])).toBe(true);
  });
});
