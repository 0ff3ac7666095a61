import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { EncryptJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { askToken, oneApp } from './app.ts';

const one = oneApp();
let token = '';
beforeAll(async () => {
  token = (await askToken(one.test)).json().accessToken;
});

const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const partsOf = (): string[] => token.split('.');
const read = (index: number): object => JSON.parse(Buffer.from(partsOf()[index]!, 'base64url').toString());
const keyOf = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'camet access token', 32));
const ownKey = (): Buffer => keyOf(one.test.appConfig.secret);

function forge(header: object | string, claims: object | string, key: string | Buffer = ownKey()): string {
  const head = part(typeof header === 'string' ? header : { ...read(0), ...header });
  const body = part(typeof claims === 'string' ? claims : { ...read(1), ...claims });
  return `${head}.${body}.${createHmac('sha256', key).update(`${head}.${body}`).digest('base64url')}`;
}

const ask = (authorization: string) =>
  one.test.app.inject({ url: '/api/v1/dashboards', headers: { authorization } });
const seconds = () => Math.floor(Date.now() / 1000);

test('P26: the forger of this file can make a token that opens', async () => {
  expect((await ask(`Bearer ${token}`)).statusCode).toBe(200);
  expect((await ask(`Bearer ${forge({}, {})}`)).statusCode).toBe(200);
});

const forgeries: Record<string, () => string | Promise<string>> = {
  none: () => `${part({ alg: 'none', typ: 'at+jwt' })}.${partsOf()[1]}.`,
  'nOnE with a signature': () => `${part({ alg: 'nOnE', typ: 'at+jwt' })}.${partsOf().slice(1).join('.')}`,
  'an empty signature': () => `${partsOf()[0]}.${partsOf()[1]}.`,
  'an empty key': () => forge({}, {}, ''),
  'the secret itself as key': () => forge({}, {}, one.test.appConfig.secret),
  'another secret': () => forge({}, {}, keyOf('another secret')),
  'a key for devices': () =>
    forge({}, {}, Buffer.from(hkdfSync('sha256', one.test.appConfig.secret, '', 'camet device', 32))),
  HS512: () => forge({ alg: 'HS512' }, {}),
  RS256: () => forge({ alg: 'RS256' }, {}),
  'a leading space in the algorithm': () => forge({ alg: ' HS256' }, {}),
  'kid that climbs': () => forge({ kid: '../../dev/null' }, {}, ''),
  'kid in SQL': () => forge({ kid: "x' UNION SELECT ''--" }, {}, ''),
  'its own key in the header': () => forge({ jwk: { kty: 'oct', k: part('mine') } }, {}, 'mine'),
  'a key set elsewhere': () => forge({ jku: 'http://127.0.0.1:9999/jwks' }, {}, 'mine'),
  'a certificate elsewhere': () => forge({ x5u: 'http://127.0.0.1:9999/x5u' }, {}, 'mine'),
  'an unknown critical header': () => forge({ crit: ['b64'], b64: false }, {}),
  'another audience': () => forge({}, { aud: 'other' }),
  'another issuer': () => forge({}, { iss: 'other' }),
  'another type': () => forge({ typ: 'JWT' }, {}),
  'no end': () => forge({}, { exp: undefined }),
  'an end as text': () => forge({}, { exp: String(seconds() + 60) }),
  'an end that has come': () => forge({}, { exp: seconds() - 1 }),
  'a beginning to come': () => forge({}, { nbf: seconds() + 3600 }),
  'another tenant': () => forge({}, { tenant: 'norte' }),
  'a tenant as list': () => forge({}, { tenant: ['demo'] }),
  'another person': () => forge({}, { sub: '00000000-0000-0000-0000-000000000000' }),
  'no session': () => forge({}, { sid: undefined }),
  'another session': () => forge({}, { sid: '00000000-0000-0000-0000-000000000000' }),
  'a tenant twice': () =>
    forge({}, JSON.stringify(read(1)).replace('{', '{"tenant":"demo",').replace(/}$/, ',"tenant":"norte"}')),
  // The last letter's two lowest bits belong to no byte: `A` and `B` would be the same signature.
  'a changed last byte': () => `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`,
  'four parts': () => `${token}.x`,
  'a megabyte': () => 'a.'.repeat(6000),
  encrypted: () =>
    new EncryptJWT({ ...read(1) })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'at+jwt' })
      .encrypt(createSecretKey(ownKey())),
  'a session cookie': () => 'a'.repeat(43),
  'a machine’s that nobody made': () => `camet_${'a'.repeat(43)}`,
};

describe.each(Object.entries(forgeries))('P26: %s', (_name, make) => {
  test('opens nothing', async () => {
    const answer = await ask(`Bearer ${await make()}`);
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'token_required']);
  });
});

test('P26: a token elsewhere than in its header opens nothing', async () => {
  const { app } = one.test;
  const elsewhere = [
    await app.inject(`/api/v1/dashboards?access_token=${token}&token=${token}`),
    await app.inject({ url: '/api/v1/dashboards', cookies: { camet_session: token, token } }),
    await app.inject({ url: '/api/v1/dashboards', headers: { 'x-api-key': token } }),
    await ask(`Basic ${token}`),
    await ask(token),
    await ask(`Bearer  ${token}`),
  ];
  expect(elsewhere.map(({ statusCode }) => statusCode)).toEqual(Array(6).fill(401));
});
