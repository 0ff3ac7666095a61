import fastify from 'fastify';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { serverOptions } from '../../src/http/server-options.ts';
import { oneApp } from './app.ts';
import { listen, sendRaw } from './raw.ts';

const one = oneApp();
let port = 0;
beforeAll(async () => {
  port = await listen(one.test.app);
});

const second = 'GET /second HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
const smuggled = (headers: string, body: string) =>
  `POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n${headers}\r\n\r\n${body}`;

describe('P36: a request hidden in another is never answered', () => {
  test.each([
    ['length and chunks', smuggled('Content-Length: 4\r\nTransfer-Encoding: chunked', `0\r\n\r\n${second}`)],
    ['two lengths', smuggled('Content-Length: 0\r\nContent-Length: 70', second)],
    ['chunks twice', smuggled('Transfer-Encoding: chunked\r\nTransfer-Encoding: x', `0\r\n\r\n${second}`)],
    ['chunks with a tab', smuggled('Transfer-Encoding:\tchunked, identity', `0\r\n\r\n${second}`)],
    ['bare line feeds', `GET / HTTP/1.1\nHost: localhost\n\n${second}`],
    ['a folded header', `GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c: d\r\n\r\n${second}`],
    ['no HTTP at all', `\x16\x03\x01\x02\x00\r\n\r\n${second}`],
  ])('%s', async (_name, text) => {
    const answer = await sendRaw(port, [text]);
    expect([answer.status, answer.answers]).toEqual([400, 1]);
    expect(answer.text).toContain('X-Content-Type-Options: nosniff');
    expect(answer.text).toContain("default-src 'none'");
    expect(answer.text.split('\r\n\r\n')[1]).toBe('');
  });

  test('endless headers', async () => {
    const answer = await sendRaw(port, [
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
    ]);
    expect([answer.status, answer.answers]).toEqual([431, 1]);
  });
});

describe('a client that is slow', () => {
  async function hasty() {
    const app = fastify({
      ...serverOptions('silent'),
      requestTimeout: 600,
      keepAliveTimeout: 300,
      http: { headersTimeout: 300, connectionsCheckingInterval: 50 },
    });
    app.post('/', { bodyLimit: 100 }, async () => 'done');
    app.get('/', async () => 'done');
    onTestFinished(() => app.close());
    return listen(app);
  }
  const drip = (text: string) => [...text];

  test('with its headers is dropped', async () => {
    const answer = await sendRaw(
      await hasty(),
      drip('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: yes\r\n'),
      50,
    );
    expect([answer.status, answer.ms < 1500]).toEqual([408, true]);
  });

  test('with its body is dropped', async () => {
    const head =
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n';
    const answer = await sendRaw(await hasty(), [head, ...drip('"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')], 50);
    expect([answer.status, answer.ms < 2000]).toEqual([408, true]);
  });

  test('to ask again is let go', async () => {
    const answer = await sendRaw(await hasty(), ['GET / HTTP/1.1\r\nHost: localhost\r\n\r\n']);
    expect([answer.status, answer.text.endsWith('done'), answer.ms < 3000]).toEqual([200, true, true]);
  });

  test('has ten seconds for its headers and thirty for all of it', () => {
    const { server } = one.test.app;
    expect([server.headersTimeout, server.requestTimeout, server.keepAliveTimeout]).toEqual([
      10_000, 30_000, 10_000,
    ]);
  });
});
