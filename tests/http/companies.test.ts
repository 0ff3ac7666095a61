import { expect, it } from 'vitest';
import type { Role, TenantId } from '#sdk';
import { createUser } from '../../src/identity/create-user.ts';
import { suspendTenant } from '../../src/tenancy/suspend-tenant.ts';
import { describeEachEngine, type EngineName } from '../support/engines.ts';
import { testApp, testPassword } from '../support/test-app.ts';
import { visitor } from '../support/visitor.ts';

const email = 'ana@example.org';

/** Ana is an admin of "acme" and a viewer of "norte"; "otra" is not hers. */
async function twoCompanies(engine: EngineName) {
  const test = await testApp(engine);
  const ids: TenantId[] = [];
  for (const slug of ['acme', 'norte', 'otra']) ids.push((await test.createPlant(slug)).id);
  const [acme, norte] = ids as [TenantId, TenantId];
  const of = (tenant: TenantId, role: Role) => ({ tenant, role });
  const memberships = [of(acme, 'admin'), of(norte, 'viewer')];
  await createUser(test.tenancy, {
    email,
    name: 'Ana',
    password: testPassword,
    memberships,
    now: Date.now(),
  });
  return { test, norte };
}

const namesIn = (html: string): string[] =>
  [...html.matchAll(/<p class="b">(\w+)/g)].map(([, name]) => name!);

describeEachEngine('a person of several companies', (engine) => {
  it('chooses one on signing in, and changes with a new session that ends when the old one would', async () => {
    const { test } = await twoCompanies(engine);
    const ana = visitor(test.app);
    expect((await ana.signIn(email, testPassword)).headers.location).toBe('/companies');
    const page = await ana.get('/companies');
    expect(namesIn(page.body)).toEqual(['acme', 'norte']);
    expect(page.body).toContain('href="/companies"');
    const before = ana.cookies.get('camet_session')!;
    const rowOf = () =>
      test.tenancy.useControl(({ knex }) => knex('sessions').where({ kind: 'page' }).select());
    const [old] = await rowOf();

    expect((await ana.post('/companies', { tenant: 'norte' })).headers.location).toBe('/');
    expect(ana.cookies.get('camet_session')).not.toBe(before);
    const [made, ...others] = await rowOf();
    expect(others).toEqual([]);
    expect([made.tenant_id, Number(made.expires_at)]).toEqual(['norte', Number(old.expires_at)]);
    expect((await ana.get('/d/operation')).body).toContain('<p class="plant"><b>norte</b></p>');
    const stale = await test.app.inject({ url: '/d/operation', cookies: { camet_session: before } });
    expect(stale.statusCode).toBe(303);
  });

  it('has in each the role of that one', async () => {
    const { test } = await twoCompanies(engine);
    const ana = visitor(test.app);
    await ana.signIn(email, testPassword);
    await ana.get('/companies');
    expect((await ana.post('/plugins/Nobody/enable')).statusCode).toBe(303);
    await ana.get('/companies');
    await ana.post('/companies', { tenant: 'norte' });
    await ana.get('/companies');
    expect((await ana.post('/plugins/Nobody/enable')).statusCode).toBe(403);
  });

  it('gets into none that is not theirs, nor into a suspended one', async () => {
    const { test, norte } = await twoCompanies(engine);
    const ana = visitor(test.app);
    await ana.signIn(email, testPassword);
    await suspendTenant(test.tenancy, norte, Date.now());
    expect(namesIn((await ana.get('/companies')).body)).toEqual(['acme']);
    for (const tenant of ['otra', 'norte', 'nowhere', '', '../acme']) {
      const refused = await ana.post('/companies', { tenant });
      expect([tenant, refused.statusCode]).toEqual([tenant, 404]);
    }
    expect((await ana.get('/d/operation')).body).toContain('<b>acme</b>');
  });

  it('asks nobody of one company to choose', async () => {
    const { test } = await twoCompanies(engine);
    const other = visitor(test.app);
    expect((await other.signIn('admin@otra.example', testPassword)).headers.location).toBe('/');
    expect((await other.get('/d/operation')).body).not.toContain('href="/companies"');
  });
});
