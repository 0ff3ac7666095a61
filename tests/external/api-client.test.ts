import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApiRequest, TenantId } from '#sdk';
import { createApiClient } from '../../src/external/create-api-client.ts';

const now = Date.UTC(2026, 10, 20, 12);
const json = { 'content-type': 'application/json; charset=utf-8' };
const good = JSON.stringify({ rows: [{ line: 'L1', plan: 120 }], at: '2026-11-20T11:30:00Z' });

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const behaviours: Record<string, Behaviour> = {
  '/good': (_request, response) => response.writeHead(200, json).end(good),
  '/drip': (_request, response) => {
    response.writeHead(200, json);
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  },
  '/silent': () => {},
  '/huge': (_request, response) => {
    response.writeHead(200, json);
    const push = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536))) sentBytes += 65_536;
      if (!response.destroyed) response.once('drain', push);
    };
    push();
  },
  '/redirect': (_request, response) => response.writeHead(302, { location: '/good' }).end(),
  '/html': (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>rows</h1>'),
  '/half': (_request, response) => response.writeHead(200, json).end(good.slice(0, 20)),
  '/cut': (_request, response) => {
    response.writeHead(200, { ...json, 'content-length': '1000' });
    response.write(good.slice(0, 20), () => response.destroy());
  },
  '/error': (_request, response) => response.writeHead(500, json).end(good),
  '/gzip': (_request, response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end('x'),
  '/numbers': (_request, response) => response.writeHead(200, json).end('{"rows":[1,2]}'),
  '/proto': (_request, response) => response.writeHead(200, json).end('{"rows":[{"__proto__":{"bad":1}}]}'),
};

let server: Server;
let port: number;
let sentBytes = 0;
let asked: string[] = [];
let current = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const path = new URL(request.url ?? '', 'http://any').pathname;
    behaviours[path === '/switch' ? current : path]?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  asked = [];
});

function clientFor(path: string, more = '') {
  const file = join(tmpdir(), `apis-${process.pid}.yml`);
  writeFileSync(
    file,
    `apis:\n  plan:\n    url: http://127.0.0.1:\${PORT}${path}\n    rows: /rows\n    params: [tenant, day]\n${more}`,
  );
  const warnings: object[] = [];
  const log = { info: () => {}, error: () => {}, warn: (data: object) => void warnings.push(data) };
  return { ...createApiClient({ file, env: { PORT: String(port) }, log }), warnings };
}

const ask = (more: Partial<ApiRequest> = {}): ApiRequest => ({
  tenant: 'demo' as TenantId,
  api: 'plan',
  params: { day: '2026-11-20' },
  now,
  signal: new AbortController().signal,
  ...more,
});

describe('a call', () => {
  test('gives the rows, asking with the declared parameters and the tenant', async () => {
    const answer = await clientFor('/good').call(ask());
    expect(answer).toEqual({ status: 'ok', rows: [{ line: 'L1', plan: 120 }], asOf: now });
    expect(asked).toEqual(['GET /good?day=2026-11-20&tenant=demo']);
  });

  test('a tenant named by a widget is replaced by the one asking', async () => {
    await clientFor('/good').call(ask({ params: { tenant: 'norte' } }));
    expect(asked).toEqual(['GET /good?tenant=demo']);
  });

  test('parameters cannot leave the declared address', async () => {
    await clientFor('/good').call(ask({ params: { day: '//evil/../x?y#z\r\n' } }));
    expect(asked).toEqual(['GET /good?day=%2F%2Fevil%2F..%2Fx%3Fy%23z%0D%0A&tenant=demo']);
  });

  test('the data may say its own moment', async () => {
    const answer = await clientFor('/good', '    asOf: /at\n').call(ask());
    expect(answer.asOf).toBe(Date.UTC(2026, 10, 20, 11, 30));
  });

  test('POST sends the parameters as JSON', async () => {
    const client = clientFor('/good', '    method: POST\n');
    expect((await client.call(ask())).status).toBe('ok');
    expect(asked).toEqual(['POST /good']);
  });

  test('an undeclared API or parameter is refused without a call', async () => {
    const client = clientFor('/good');
    await expect(client.call(ask({ api: 'other' }))).rejects.toMatchObject({ code: 'api_unknown' });
    await expect(client.call(ask({ params: { line: 1 } }))).rejects.toMatchObject({
      code: 'api_unknown_param',
    });
    expect(asked).toEqual([]);
  });

  test.each([
    ['/drip', 'api_timeout'],
    ['/silent', 'api_timeout'],
    ['/huge', 'api_too_large'],
    ['/redirect', 'api_status'],
    ['/html', 'api_bad_answer'],
    ['/half', 'api_bad_answer'],
    ['/error', 'api_status'],
    ['/gzip', 'api_bad_answer'],
    ['/numbers', 'api_bad_answer'],
    ['/cut', 'api_unreachable'],
  ])('%s fails as %s, within its time and size', async (path, code) => {
    sentBytes = 0;
    const started = performance.now();
    const client = clientFor(path, '    timeoutMs: 300\n    maxBytes: 100000\n');
    await expect(client.call(ask())).rejects.toMatchObject({ code });
    expect(performance.now() - started).toBeLessThan(800);
    expect(sentBytes).toBeLessThan(8_000_000);
    expect(asked).toHaveLength(1);
    await client.close();
  });

  test('a closed port is unreachable', async () => {
    const client = clientFor('/good');
    const gone = createServer().listen(0, '127.0.0.1');
    const closedPort = await new Promise<number>((resolve) =>
      gone.once('listening', () => {
        const { port: free } = gone.address() as AddressInfo;
        gone.close(() => resolve(free));
      }),
    );
    const usual = port;
    port = closedPort;
    await expect(clientFor('/good').call(ask())).rejects.toMatchObject({ code: 'api_unreachable' });
    port = usual;
    expect((await client.call(ask())).status).toBe('ok');
  });

  test('the caller leaving ends the call at once', async () => {
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(), 50);
    const started = performance.now();
    await expect(clientFor('/silent').call(ask({ signal: leaving.signal }))).rejects.toThrow();
    expect(performance.now() - started).toBeLessThan(500);
  });

  test('names from outside reach no prototype', async () => {
    const { rows } = await clientFor('/proto').call(ask());
    expect(Object.getPrototypeOf(rows[0])).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).bad).toBeUndefined();
  });
});

describe('the last good answer', () => {
  test('stands in for a failure, with its age, for the same tenant and parameters only', async () => {
    const client = clientFor('/switch');
    current = '/good';
    await client.call(ask());
    current = '/error';
    const later = now + 60_000;
    expect(await client.call(ask({ now: later }))).toEqual({
      status: 'stale',
      rows: [{ line: 'L1', plan: 120 }],
      asOf: now,
    });
    expect(client.warnings).toHaveLength(1);
    const foreign = ask({ now: later, tenant: 'norte' as TenantId });
    await expect(client.call(foreign)).rejects.toMatchObject({ code: 'api_status' });
    const otherDay = ask({ now: later, params: { day: '2026-11-21' } });
    await expect(client.call(otherDay)).rejects.toMatchObject({ code: 'api_status' });
  });

  test('stands in for another value of a parameter that it need not share, but is never passed off as fresh', async () => {
    const client = clientFor('/switch', '    standInBy: [line]\n    cacheSeconds: 600\n');
    current = '/good';
    await client.call(ask({ params: { day: '2026-11-20' } }));
    current = '/error';
    const nextDay = ask({ now: now + 1000, params: { day: '2026-11-21' } });
    expect(await client.call(nextDay)).toMatchObject({ status: 'stale', asOf: now });
  });

  test('is used again while young', async () => {
    const client = clientFor('/good', '    cacheSeconds: 30\n');
    await client.call(ask());
    expect(await client.call(ask({ now: now + 29_999 }))).toMatchObject({ status: 'ok', asOf: now });
    expect(asked).toHaveLength(1);
    await client.call(ask({ now: now + 30_000 }));
    expect(asked).toHaveLength(2);
  });
});
