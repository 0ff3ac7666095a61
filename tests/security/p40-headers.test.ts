import type { LightMyRequestResponse } from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import { admin, askToken, oneApp, postLogin, signedIn } from './app.ts';
import { gradeHeaders } from './grade-headers.ts';

const one = oneApp({ publicUrl: 'https://localhost', perMinute: { api: 1000, apply: 3, export: 1 } });
const form = { 'content-type': 'application/x-www-form-urlencoded' };
let answers: Record<string, LightMyRequestResponse> = {};

/** An answer of every kind that the server gives. */
beforeAll(async () => {
  const { app } = one.test;
  const cookies = await signedIn(one.test);
  const get = (url: string, headers = {}) => app.inject({ url, cookies, headers });
  const post = (url: string, payload: string, headers: Record<string, string>) =>
    app.inject({ method: 'POST', url, payload, cookies, headers });
  const page = await get('/d/operation');
  const asset = /href="(\/assets\/[0-9a-f]{12}\/app\.css)"/.exec(page.body)![1]!;
  answers = {
    page,
    'sign-in page': await app.inject('/login'),
    redirect: await get('/'),
    'to the sign-in page': await app.inject('/d/operation'),
    'signed in': await postLogin(one.test),
    asset: await get(asset),
    'missing asset': await get(`${asset}.map`),
    'no such page': await get('/nowhere'),
    'an unreadable address': await get('/%zz'),
    'a file below a page': await get('/d/operation/x.css'),
    HEAD: await app.inject({ method: 'HEAD', url: '/login' }),
    'another method': await app.inject({ method: 'DELETE', url: '/login' }),
    'wrong password': await postLogin(one.test, { password: 'wrong' }),
    'no form token': await post('/preferences', 'theme=dark', form),
    'wrong type': await post('/login', 'x', { 'content-type': 'text/plain' }),
    'too large': await post('/login', 'x'.repeat(1_100_000), form),
    'wrong host': await get('/login', { host: 'evil.example' }),
    token: await askToken(one.test),
    'refused token': await askToken(one.test, { password: 'wrong' }),
    'bad input': await askToken(one.test, { role: 'admin' }),
    'no token': await app.inject('/api/v1/dashboards'),
    'API document': await app.inject('/api/v1/openapi.json'),
    health: await app.inject('/healthz'),
    ready: await app.inject('/readyz'),
    report: await post('/csp-report', '{"csp-report":{}}', { 'content-type': 'application/csp-report' }),
    'too many': (await Promise.all([1, 2, 3, 4].map(() => get('/d/operation')))).at(-1)!,
  };
});

const statuses = {
  ...{ page: 200, 'sign-in page': 200, redirect: 303, 'to the sign-in page': 303, 'signed in': 303 },
  ...{ asset: 200, 'missing asset': 404, 'no such page': 404, 'an unreadable address': 404 },
  ...{ 'a file below a page': 404, HEAD: 200, 'another method': 404, 'wrong password': 401 },
  ...{ 'no form token': 403, 'wrong type': 415, 'too large': 413, 'wrong host': 421, token: 200 },
  ...{ 'refused token': 401, 'bad input': 422, 'no token': 401, 'API document': 200, health: 200 },
  ...{ ready: 200, report: 204, 'too many': 429 },
};

describe.each(Object.entries(statuses))('P40: %s', (name, status) => {
  test(`${status} with the whole header set`, () => {
    const { statusCode, headers, body } = answers[name]!;
    expect(statusCode).toBe(status);
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none';script-src 'nonce-[0-9a-f]{32}';style-src 'self'.*report-uri \/csp-report$/,
      ),
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      'x-frame-options': 'DENY',
      'x-xss-protection': '0',
      'x-dns-prefetch-control': 'off',
      'cache-control': name === 'asset' ? 'public, max-age=31536000, immutable' : 'no-store',
    });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('server');
    if (body)
      expect(headers['content-type']).toMatch(/^(text\/(html|css)|application\/json); charset=utf-8$/);
  });
});

test('P40: the Observatory’s table gives the page 155 points', () => {
  expect(gradeHeaders(answers.page!.headers, String(answers['signed in']!.headers['set-cookie']))).toBe(155);
});

test('P12: no shared cache may keep anything but assets, and cookies are this host’s alone', () => {
  const cookies = [answers['signed in']!.headers['set-cookie']!].flat();
  expect(cookies.map((cookie) => cookie.split('=')[0]).sort()).toEqual([
    '__Host-camet_device',
    '__Host-camet_form',
    '__Host-camet_session',
    'camet_language',
  ]);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/Path=\//);
    expect(cookie).toMatch(/HttpOnly; Secure; SameSite=Lax$/);
    expect(cookie).not.toContain('Domain');
    expect(cookie.length).toBeLessThan(4096);
  }
});

test('P40: no other origin is let in', async () => {
  for (const origin of ['null', 'https://evil.example', 'https://sub.localhost', 'http://localhost']) {
    const answer = await one.test.app.inject({
      ...{ method: 'OPTIONS', url: '/api/v1/auth/token' },
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(answer.statusCode).toBe(404);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    const read = await askToken(one.test, admin, { headers: { origin } });
    expect(Object.keys(read.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
});
