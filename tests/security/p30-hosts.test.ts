import fastify from 'fastify';
import { beforeAll, expect, test } from 'vitest';
import { useAllowedHosts } from '../../src/http/allowed-hosts.ts';
import { oneApp } from './app.ts';
import { listen, sendRaw } from './raw.ts';

const one = oneApp({ publicUrl: 'https://camet.example' });
let port = 0;
beforeAll(async () => {
  port = await listen(one.test.app);
});

const get = (url: string, headers: Record<string, string>) => one.test.app.inject({ url, headers });

test.each(['camet.example', 'CAMET.example:8443', 'localhost:3000', '127.0.0.1', '[::1]:3000'])(
  'P30: %s is ours',
  async (host) => {
    expect((await get('/login', { host })).statusCode).toBe(200);
  },
);

test.each([
  'evil.example',
  'camet.example.evil.example',
  'camet.example@evil.example',
  'camet.example evil.example',
  'xcamet.example',
  '10.0.0.5',
])('P30: "%s" is not', async (host) => {
  const page = await get('/login', { host });
  expect(page.statusCode).toBe(421);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  const json = await get('/api/v1/dashboards', { host, 'accept-language': 'en' });
  expect([json.statusCode, json.json().error]).toEqual([
    421,
    expect.objectContaining({ code: 'unknown_host', message: expect.stringContaining('CAMET_PUBLIC_URL') }),
  ]);
});

test('P30: what a proxy is said to have been asked for changes nothing', async () => {
  const headers = { host: 'localhost', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
  const answer = await get('/d/operation', headers);
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/login?next=%2Fd%2Foperation']);
  expect((await get('/login', headers)).body).not.toContain('evil.example');
});

test('P30: two hosts, a server in the target, and none at all', async () => {
  const twice = 'GET /login HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
  expect([400, 421]).toContain((await sendRaw(port, [twice])).status);
  const absolute = 'GET http://evil.example/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
  expect((await sendRaw(port, [absolute])).status).toBe(404);
  expect((await sendRaw(port, ['GET /login HTTP/1.1\r\nConnection: close\r\n\r\n'])).status).toBe(400);
});

test('P30: a production with a public address answers to that alone; health to everybody', async () => {
  const app = fastify();
  useAllowedHosts(app, { publicUrl: 'https://camet.example', host: '0.0.0.0', production: true });
  app.get('/healthz', async () => 'ok');
  app.get('/', async () => 'ok');
  const status = async (url: string, host: string) =>
    (await app.inject({ url, headers: { host } })).statusCode;
  expect(await status('/', 'camet.example')).toBe(200);
  expect(await status('/', 'localhost')).toBe(421);
  expect(await status('/healthz', '10.0.0.5')).toBe(200);
});
