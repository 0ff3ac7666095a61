import { hkdfSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import type { TenantId } from '#sdk';
import { issueAccessToken, readAccessToken } from '../../src/identity/access-token.ts';

const secret = 'q7WmZ0vT4nKc9Rb2XsYh6LdE8fUj3GpA';
const now = Date.UTC(2026, 10, 20, 12);
const holder = { userId: 'u1', tenant: 'demo' as TenantId, sessionId: 's1' };
const key = new Uint8Array(hkdfSync('sha256', secret, '', 'camet access token', 32));
const seconds = now / 1000;

const sign = (claims: object, header: object = {}, by: Uint8Array = key) =>
  new SignJWT({
    ...{
      sub: 'u1',
      tenant: 'demo',
      sid: 's1',
      iss: 'camet',
      aud: 'camet-api',
      iat: seconds,
      exp: seconds + 60,
    },
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...header })
    .sign(by);

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a token names its holder for 15 minutes', async () => {
  const token = await issueAccessToken(secret, holder, now);
  expect(await readAccessToken(secret, token, now)).toEqual(holder);
  expect(await readAccessToken(secret, token, now + 15 * 60_000 - 1)).toEqual(holder);
  expect(await readAccessToken(secret, token, now + 15 * 60_000)).toBeNull();
});

test('the forger of this file can make one, so that what follows means something', async () => {
  expect(await readAccessToken(secret, await sign({}), now)).toEqual(holder);
});

test.each<[string, () => Promise<string> | string]>([
  ['another secret', () => issueAccessToken(`${secret}x`, holder, now)],
  ['the secret itself as key', () => sign({}, {}, new TextEncoder().encode(secret))],
  ['no algorithm', () => `${part({ alg: 'none', typ: 'at+jwt' })}.${part({ sub: 'u1', tenant: 'demo' })}.`],
  ['another algorithm', () => sign({}, { alg: 'HS512' }, new Uint8Array(64).fill(1))],
  ['another type', () => sign({}, { typ: 'JWT' })],
  ['another audience', () => sign({ aud: 'other' })],
  ['another issuer', () => sign({ iss: 'other' })],
  ['no tenant', () => sign({ tenant: undefined })],
  ['a tenant that is no text', () => sign({ tenant: ['demo'] })],
  ['no session', () => sign({ sid: undefined })],
  ['no end', () => sign({ exp: undefined })],
  ['an end as text', () => sign({ exp: String(seconds + 60) })],
  ['a beginning to come', () => sign({ nbf: seconds + 3600 })],
  ['nothing', () => ''],
  ['a megabyte', () => 'a.'.repeat(500_000)],
])('%s is no token of ours', async (_name, forge) => {
  expect(await readAccessToken(secret, await forge(), now)).toBeNull();
});

test('a changed tenant breaks the signature', async () => {
  const [head, , signature] = (await sign({})).split('.');
  const body = part({
    sub: 'u1',
    tenant: 'norte',
    iss: 'camet',
    aud: 'camet-api',
    iat: seconds,
    exp: seconds + 60,
  });
  expect(await readAccessToken(secret, `${head}.${body}.${signature}`, now)).toBeNull();
});
