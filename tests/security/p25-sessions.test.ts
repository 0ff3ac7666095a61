import { expect, test } from 'vitest';
import { setPassword } from '../../src/identity/set-password.ts';
import { testPassword } from '../support/test-app.ts';
import { admin, csrfIn, type Fields, jarOf, oneApp, postLogin, signedIn } from './app.ts';

const one = oneApp();
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const get = (url: string, cookies: Fields) => one.test.app.inject({ url, cookies });
const statusOf = async (cookies: Fields) => (await get('/d/operation', cookies)).statusCode;

async function post(url: string, cookies: Fields, fields: Fields = {}) {
  const csrf = csrfIn((await get('/account/sessions', cookies)).body);
  const payload = new URLSearchParams({ _csrf: csrf, ...fields }).toString();
  return one.test.app.inject({ method: 'POST', url, cookies, payload, headers: form });
}

test('P25: signing in gives a new session, whatever the browser brought', async () => {
  const brought = { camet_session: 'a'.repeat(43) };
  const first = jarOf((await postLogin(one.test, {}, { cookies: brought })).cookies);
  expect(first.camet_session).not.toBe(brought.camet_session);
  const again = jarOf((await postLogin(one.test, {}, { cookies: first })).cookies);
  expect(again.camet_session).not.toBe(first.camet_session);
  expect([await statusOf(first), await statusOf(again)]).toEqual([303, 200]);
});

test('P25: signing out ends the session at once, and tells the browser to forget', async () => {
  const cookies = await signedIn(one.test);
  const csrf = csrfIn((await get('/d/operation', cookies)).body);
  const answer = await post('/logout', cookies);
  expect(answer.headers['clear-site-data']).toBe('"cache", "storage"');
  expect(String(answer.headers['set-cookie'])).toMatch(/camet_session=; .*1970/);
  expect(await statusOf(cookies)).toBe(303);
  const payload = new URLSearchParams({ _csrf: csrf }).toString();
  const replayed = await one.test.app.inject({
    ...{ method: 'POST', url: '/preferences', cookies, payload, headers: form },
  });
  expect(replayed.statusCode).toBe(403);
});

test('P25: a new password ends every session', async () => {
  const all = [await signedIn(one.test), await signedIn(one.test)];
  await setPassword(one.test.tenancy, { email: admin.email, password: testPassword });
  expect(await Promise.all(all.map(statusOf))).toEqual([303, 303]);
});

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

test('people see where they are signed in, and end one session or all others', async () => {
  await setPassword(one.test.tenancy, { email: admin.email, password: testPassword });
  const mine = await signedIn(one.test);
  const other = jarOf((await postLogin(one.test, {}, { headers: { 'user-agent': firefox } })).cookies);
  const third = await signedIn(one.test);
  const page = (await get('/account/sessions', mine)).body;
  expect(page).toContain('Sesiones abiertas');
  expect(page).toContain('Firefox, Windows');
  expect(page.match(/esta sesión/g)).toHaveLength(1);
  const id = /value="([^"]+)" aria-label="Cerrar la sesión de Firefox, Windows"/.exec(page)![1]!;
  expect(page).not.toContain(other.camet_session);

  expect((await post('/account/sessions/end', mine, { id })).headers.location).toBe('/account/sessions');
  expect([await statusOf(mine), await statusOf(other), await statusOf(third)]).toEqual([200, 303, 200]);
  expect((await post('/account/sessions/end', mine, { id })).statusCode).toBe(404);
  await post('/account/sessions/end-others', mine);
  expect([await statusOf(mine), await statusOf(third)]).toEqual([200, 303]);

  await post('/preferences', mine, { language: 'en' });
  expect((await get('/account/sessions', mine)).body).toContain('Open sessions');
  await post('/preferences', mine, { language: 'es' });
});

test('P13: nobody ends a session of somebody else', async () => {
  await one.test.createPlant('norte');
  const email = 'admin@norte.example';
  const theirs = jarOf((await postLogin(one.test, { email })).cookies);
  const page = (await get('/account/sessions', theirs)).body;
  expect(page).not.toContain('value="" aria-label');
  const rows = await one.test.tenancy.useControl(({ knex }) =>
    knex('sessions').where({ tenant_id: 'norte' }).select('public_id'),
  );
  const mine = await signedIn(one.test);
  const answer = await post('/account/sessions/end', mine, { id: rows[0].public_id });
  expect(answer.statusCode).toBe(404);
  expect(await statusOf(theirs)).toBe(200);
});

test('P25: a session is nothing to people who are not signed in, and none of their forms', async () => {
  expect((await get('/account/sessions', {})).headers.location).toBe('/login?next=%2Faccount%2Fsessions');
  for (const [url, payload] of [
    ['/account/sessions/end', 'id=x'],
    ['/account/sessions/end-others', ''],
  ]) {
    const answer = await one.test.app.inject({ method: 'POST', url: url!, payload: payload!, headers: form });
    expect(answer.statusCode).toBe(403);
  }
});

test.each([
  [firefox, 'Firefox, Windows'],
  ['curl/8.5.0 (x86_64)', 'curl/8.5.0'],
])('%s is called %s', async (agent, name) => {
  const cookies = jarOf((await postLogin(one.test, {}, { headers: { 'user-agent': agent } })).cookies);
  expect((await get('/account/sessions', cookies)).body).toContain(name);
});
