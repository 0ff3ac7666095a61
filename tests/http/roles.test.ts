import fastify from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Role, roles } from '#sdk';
import { type Access, routeRules, useRoles } from '../../src/http/roles.ts';
import { createUser } from '../../src/identity/create-user.ts';
import { createTestApp, type TestApp, testPassword } from '../support/test-app.ts';
import { type Visitor, visitor } from '../support/visitor.ts';

let test: TestApp;
const browsers = new Map<Role, Visitor>();
const tokens = new Map<Role, string>();

beforeAll(async () => {
  test = await createTestApp('sqlite');
  const { id: tenant } = await test.createPlant('acme');
  for (const role of roles) {
    const email = `${role}@roles.example`;
    const memberships = [{ tenant, role }];
    await createUser(test.tenancy, { email, name: role, password: testPassword, memberships, now: 0 });
    const browser = visitor(test.app);
    await browser.signIn(email, testPassword);
    await browser.get('/d/operation');
    browsers.set(role, browser);
    tokens.set(role, await askToken(role));
  }
});
afterAll(() => test.remove());

const lines = Object.entries(routeRules).map(([name, { least }]): [string, string, Access] => {
  const [method = '', url = ''] = name.split(' ');
  return [method, url, least];
});

const addressOf = (url: string): string =>
  url
    .replace(':slug', 'operation')
    .replace(':key', 'detections')
    .replace(':id', 'line')
    .replace(':name', 'Nobody');

async function askToken(role: Role): Promise<string> {
  const payload = { tenant: 'acme', email: `${role}@roles.example`, password: testPassword };
  const answer = await test.app.inject({ method: 'POST', url: '/api/v1/auth/token', payload });
  return answer.json().accessToken;
}

/** Calls a route as a role, or as nobody. */
function call(method: string, url: string, role: Role | null) {
  if (url.startsWith('/api/')) {
    const headers = role ? { authorization: `Bearer ${tokens.get(role)}` } : {};
    const payload = method === 'POST' ? {} : undefined;
    return test.app.inject({
      method: method as 'POST',
      url: addressOf(url),
      headers,
      ...(payload && { payload }),
    });
  }
  const browser = role ? browsers.get(role)! : visitor(test.app);
  return method === 'POST' ? browser.post(addressOf(url)) : browser.get(addressOf(url));
}

it('a route without a line stops the start', async () => {
  const app = fastify();
  useRoles(app);
  app.get('/login', async () => '');
  expect(() => app.get('/forgotten', async () => '')).toThrow('GET /forgotten has no line');
});

it.each(lines.filter(([, url]) => !url.startsWith('/assets')))('%s %s is there', (method, url) => {
  expect(test.app.hasRoute({ method: method as 'GET', url })).toBe(true);
});

const guarded = lines.filter(([, , least]) => least !== 'anyone' && least !== 'machine');

it.each(guarded)('%s %s lets in nobody without a session or token', async (method, url) => {
  const { statusCode, headers } = await call(method, url, null);
  if (url.startsWith('/api/')) expect(statusCode).toBe(401);
  else
    expect([statusCode, headers.location?.slice(0, 6)]).toBeOneOf([
      [303, '/login'],
      [403, undefined],
    ]);
});

it.each(guarded)('%s %s is for %s and above', async (method, url, least) => {
  for (const role of roles) {
    tokens.set(role, await askToken(role));
    const { statusCode, body } = await call(method, url, role);
    const isBarred = roles.indexOf(role) < roles.indexOf(least as Role);
    expect([role, statusCode === 403]).toEqual([role, isBarred]);
    if (isBarred) expect(body).toContain('Tu rol no');
  }
});

it('a changed role counts from the next request on, in pages and API', async () => {
  const rows = () => call('POST', '/api/v1/datasets/:key/rows', 'manager');
  const enable = () => call('POST', '/plugins/:name/enable', 'admin');
  const setRole = (email: string, role: Role) =>
    test.tenancy.useControl(async ({ knex }) => {
      const { id } = await knex('users').where({ email }).first('id');
      await knex('memberships').where({ user_id: id }).update({ role });
    });
  tokens.set('manager', await askToken('manager'));
  expect([(await rows()).statusCode, (await enable()).statusCode]).toEqual([422, 303]);
  await setRole('manager@roles.example', 'viewer');
  await setRole('admin@roles.example', 'manager');
  expect([(await rows()).statusCode, (await enable()).statusCode]).toEqual([403, 403]);
  await setRole('manager@roles.example', 'manager');
  await setRole('admin@roles.example', 'admin');
  expect([(await rows()).statusCode, (await enable()).statusCode]).toEqual([422, 303]);
});

it.each(['role', 'tenant_id', 'is_admin', 'password_hash', 'id'])(
  'a form takes no field "%s"',
  async (field) => {
    const answer = await browsers.get('viewer')!.post('/preferences', { language: 'en', [field]: 'admin' });
    expect([answer.statusCode, answer.body.includes(field)]).toEqual([422, true]);
  },
);
