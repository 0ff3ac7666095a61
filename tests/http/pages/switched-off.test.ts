import type { FastifyInstance } from 'fastify';
import { expect, it } from 'vitest';
import { switchPluginOff } from '../../../src/catalog/switch-plugin.ts';
import { createUser } from '../../../src/identity/create-user.ts';
import { createSmallPlant } from '../../support/small-plant.ts';
import { testApp, testPassword } from '../../support/test-app.ts';

const tokenIn = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
const headers = { 'content-type': 'application/x-www-form-urlencoded' };

/** A signed-in person's browser, as far as these pages need one. */
async function signIn(app: FastifyInstance, email: string) {
  const form = await app.inject({ url: '/login' });
  const cookies = Object.fromEntries(form.cookies.map(({ name, value }) => [name, value]));
  const fields = { _csrf: tokenIn(form.body), email, password: testPassword };
  const payload = new URLSearchParams(fields).toString();
  const answer = await app.inject({ method: 'POST', url: '/login', cookies, headers, payload });
  for (const { name, value } of answer.cookies) cookies[name] = value;
  return {
    get: (url: string) => app.inject({ url, cookies }),
    post: (url: string, given: Record<string, string>) =>
      app.inject({ method: 'POST', url, cookies, headers, payload: new URLSearchParams(given).toString() }),
  };
}

const enable = '/plugins/RankingWidget/enable';

it('says to admins what is off, since when and why, and lets only them switch it on again', async () => {
  const test = await testApp('sqlite');
  const { id } = await createSmallPlant(test);
  const off = { className: 'RankingWidget', since: Date.UTC(2026, 10, 19, 13, 32), reason: 'widget_failed' };
  await test.tenancy.useTenant(id, (database) => switchPluginOff(database, off));
  const memberships = [{ tenant: id, role: 'manager' as const }];
  const person = { email: 'jefe@acme.example', name: 'Jefe', password: testPassword, memberships };
  await createUser(test.tenancy, { ...person, now: Date.now() });
  const [admin, manager] = [
    await signIn(test.app, 'admin@acme.example'),
    await signIn(test.app, 'jefe@acme.example'),
  ];

  const page = (await admin.get('/d/operation')).body;
  expect(page).toContain('Se ha desactivado «RankingWidget».');
  expect(page).toContain('no se ejecuta desde el 19 nov 14:32. Último fallo: lanzó un error.');
  expect(page).toContain('Tarjeta desactivada');

  const theirs = (await manager.get('/d/operation')).body;
  expect(theirs).toContain('«RankingWidget» ha fallado cinco veces seguidas y se ha desactivado.');
  expect(theirs).not.toContain('class="notice"');
  expect((await manager.post(enable, { _csrf: tokenIn(theirs) })).statusCode).toBe(403);
  expect((await admin.post(enable, { _csrf: tokenIn(theirs) })).statusCode).toBe(403);
  expect((await admin.get('/d/operation')).body).toContain('class="notice"');

  const answer = await admin.post(enable, { _csrf: tokenIn(page), next: '/d/operation?line=1' });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/d/operation?line=1']);
  expect((await admin.get('/d/operation')).body).not.toContain('esactivad');
});
