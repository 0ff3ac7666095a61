import { beforeAll, expect, test } from 'vitest';
import { csrfIn, type Fields, oneApp, signedIn } from './app.ts';

const one = oneApp();
let cookies: Fields = {};
let own = '';
let others = '';
beforeAll(async () => {
  cookies = await signedIn(one.test);
  own = await tokenOf(cookies);
  others = await tokenOf(await signedIn(one.test));
});

const tokenOf = async (jar: Fields): Promise<string> =>
  csrfIn((await one.test.app.inject({ url: '/d/operation', cookies: jar })).body);

const post = (url: string, token: string | null, headers: Fields = {}) =>
  one.test.app.inject({
    ...{ method: 'POST', url, cookies },
    payload: new URLSearchParams(token === null ? {} : { _csrf: token }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });

const writes = ['/d/operation/apply', '/preferences', '/logout'];

test.each(writes)('P19: %s wants a token of this session, from our own page', async (url) => {
  const forged = [
    await post(url, null),
    await post(url, ''),
    await post(url, others),
    await post(`${url}?_csrf=${encodeURIComponent(own)}`, null),
    await post(url, own, { 'sec-fetch-site': 'cross-site' }),
    await post(url, own, { 'sec-fetch-site': 'same-site' }),
    await post(url, own, { origin: 'null' }),
    await post(url, own, { origin: 'https://evil.example' }),
    await post(url, null, { 'x-csrf-token': others }),
  ];
  expect(forged.map(({ statusCode }) => statusCode)).toEqual(Array(forged.length).fill(403));
  const still = await one.test.app.inject({ url: '/d/operation', cookies });
  expect(still.statusCode).toBe(200);
});

test.each(writes)('P19: %s is nothing by another method, nor by one in a disguise', async (url) => {
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'] as const) {
    const headers = { 'x-http-method-override': 'POST' };
    const answer = await one.test.app.inject({ method, url: `${url}?_method=POST`, cookies, headers });
    expect(answer.statusCode).toBe(404);
  }
});

test('P19: the token of our own page passes', async () => {
  expect((await post('/preferences', own, { 'sec-fetch-site': 'same-origin' })).statusCode).toBe(303);
  expect((await post('/d/operation/apply', null, { 'x-csrf-token': own })).statusCode).toBe(303);
});
