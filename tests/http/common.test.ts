import fastify, { type FastifyInstance } from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import { AppError, refuse } from '#sdk';
import { clearCookie, readCookie, useCookies, writeCookie } from '../../src/http/cookies.ts';
import { anonymousSecret, makeCsrfToken, refuseForgery } from '../../src/http/csrf.ts';
import { useErrorHandler } from '../../src/http/error-handler.ts';
import { useSecurityHeaders } from '../../src/http/security-headers.ts';
import { serverOptions } from '../../src/http/server-options.ts';
import { type Config, readConfig } from '../../src/shared/config.ts';
import { loadMessages } from '../../src/shared/load-messages.ts';

const words = await loadMessages('views');
const strong = 'q7WmZ0vT4nKc9Rb2XsYh6LdE8fUj3GpA';
const plain = readConfig({ CAMET_SECRET: strong });
const https = readConfig({ CAMET_SECRET: strong, CAMET_PUBLIC_URL: 'https://plant.example' });

const bodySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: { name: { type: 'string' }, size: { type: 'integer' } },
};

async function makeApp(config: Config, lines: string[] = []): Promise<FastifyInstance> {
  const options = serverOptions();
  const stream = { write: (line: string) => void lines.push(line) };
  const app = fastify({ ...options, logger: { ...options.logger, stream } });
  await useSecurityHeaders(app, config);
  await useCookies(app);
  useErrorHandler(app, {
    words,
    renderPage: (failure) => {
      if (failure.code === 'token_required') throw new Error('template broken');
      return `<h1>${failure.status}</h1>`;
    },
  });
  app.post('/api/echo', { schema: { body: bodySchema } }, async (request) => request.body);
  app.get('/api/refuse', async () => {
    throw refuse('email_invalid', 'email');
  });
  app.get('/api/secret', async () => {
    throw new Error('SELECT * FROM secret');
  });
  app.get('/page', async () => {
    throw new Error('boom');
  });
  app.get('/sign', async () => {
    throw new AppError('token_required', { status: 401 });
  });
  app.get('/form', async (request, reply) => makeCsrfToken(anonymousSecret(request, reply, config)));
  app.post('/form', async (request) => {
    refuseForgery(request, { secret: readCookie(request, config, 'form'), config });
    return 'done';
  });
  app.get('/in', async (_request, reply) => {
    writeCookie(reply, config, { name: 'session', value: 'abc', expiresAt: 1_900_000_000_000 });
    return 'in';
  });
  app.get('/out', async (_request, reply) => {
    clearCookie(reply, config, 'session');
    return 'out';
  });
  return app;
}

describe('errors', () => {
  let app: FastifyInstance;
  const lines: string[] = [];
  beforeAll(async () => {
    app = await makeApp(plain, lines);
  });
  const post = (payload: string, type = 'application/json') =>
    app.inject({ method: 'POST', url: '/api/echo', payload, headers: { 'content-type': type } });

  test.each([
    ['{"size":1}', 'name', 'required'],
    ['{"name":"a","role":"admin"}', 'role', 'additionalProperties'],
    ['{"name":0}', 'name', 'type'],
    ['{"name":["x"]}', 'name', 'type'],
    ['{"name":null}', 'name', 'type'],
    ['{"name":"a","size":"1"}', 'size', 'type'],
    ['[]', 'body', 'type'],
    ['{"name":', 'body', 'json'],
    ['', 'body', 'json'],
    ['{"name":"a","__proto__":{"x":1}}', 'body', 'json'],
    ['{"name":"a","constructor":{"prototype":{"x":1}}}', 'body', 'json'],
  ])('a body %s is refused naming %s and %s', async (payload, field, rule) => {
    const answer = await post(payload);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().error).toMatchObject({ field, rule, id: null });
  });

  test('other content types are refused, text/plain included', async () => {
    expect((await post('{"name":"a"}', 'text/plain')).statusCode).toBe(415);
    expect((await post('name=a', 'application/x-www-form-urlencoded')).statusCode).toBe(415);
  });

  test('a body over the limit is refused', async () => {
    const answer = await post(JSON.stringify({ name: 'a'.repeat(1_100_000) }));
    expect(answer.statusCode).toBe(413);
    expect(answer.json().error.code).toBe('too_large');
  });

  test('an AppError answers with its sentence in the language asked for', async () => {
    const answer = await app.inject({ url: '/api/refuse', headers: { 'accept-language': 'en-GB,es;q=0.5' } });
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toEqual({
      error: {
        code: 'email_invalid',
        message: words.en['errors.email_invalid'],
        field: 'email',
        rule: 'email_invalid',
        id: null,
      },
    });
    expect((await app.inject('/api/refuse')).json().error.message).toBe(words.es['errors.email_invalid']);
  });

  test('an unforeseen error gives nothing away but an id, which the log carries with the cause', async () => {
    const answer = await app.inject('/api/secret');
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('SELECT');
    const { id } = answer.json().error;
    expect(lines.filter((line) => line.includes(id) && line.includes('SELECT * FROM secret'))).toHaveLength(
      1,
    );
  });

  test('pages get a page, and a broken error page leaves the sentence', async () => {
    const page = await app.inject('/page');
    expect([page.statusCode, page.body, page.headers['content-type']]).toEqual([
      500,
      '<h1>500</h1>',
      'text/html; charset=utf-8',
    ]);
    expect((await app.inject('/nowhere')).body).toBe('<h1>404</h1>');
    const broken = await app.inject('/sign');
    expect([broken.statusCode, broken.body]).toEqual([401, words.es['errors.token_required']]);
  });

  test('the log has no query string', async () => {
    await app.inject('/nowhere?line=canary-4711');
    expect(lines.join('')).not.toContain('canary-4711');
  });
});

describe('headers', () => {
  test.each(['/form', '/nowhere', '/api/secret', '/api/nowhere', '/page'])(
    '%s carries the whole set',
    async (url) => {
      const { headers } = await (await makeApp(plain)).inject(url);
      const csp = String(headers['content-security-policy']);
      expect(csp).toMatch(/^default-src 'none';script-src 'nonce-[0-9a-f]{32}';style-src 'self'/);
      for (const part of [
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "object-src 'none'",
      ]) {
        expect(csp).toContain(part);
      }
      expect(csp).not.toContain('unsafe');
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      });
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['x-powered-by']).toBeUndefined();
    },
  );

  test.each(['/%zz', '/%ff', `/${'a'.repeat(300)}`])(
    'an unreadable address is not found, with the headers',
    async (url) => {
      const answer = await (await makeApp(plain)).inject(url);
      expect(answer.statusCode).toBe(404);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    },
  );

  test('the nonce is new each time', async () => {
    const app = await makeApp(plain);
    const one = (await app.inject('/form')).headers['content-security-policy'];
    expect((await app.inject('/form')).headers['content-security-policy']).not.toBe(one);
  });

  test('https brings HSTS and __Host- cookies', async () => {
    const answer = await (await makeApp(https)).inject('/in');
    expect(answer.headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
    expect(answer.headers['set-cookie']).toBe(
      '__Host-camet_session=abc; Path=/; Expires=Sun, 17 Mar 2030 17:46:40 GMT; HttpOnly; Secure; SameSite=Lax',
    );
  });

  test('plain http has neither', async () => {
    const app = await makeApp(plain);
    expect((await app.inject('/in')).headers['set-cookie']).toBe(
      'camet_session=abc; Path=/; Expires=Sun, 17 Mar 2030 17:46:40 GMT; HttpOnly; SameSite=Lax',
    );
    expect((await app.inject('/out')).headers['set-cookie']).toContain('camet_session=; ');
  });
});

describe('forms', () => {
  async function postForm(headers: Record<string, string>, own = true) {
    const app = await makeApp(plain);
    const form = await app.inject('/form');
    const cookie = form.cookies[0]!;
    const sent = { cookie: own ? `${cookie.name}=${cookie.value}` : 'camet_form=', host: 'plant.local' };
    const token = headers['x-csrf-token'] ?? form.body;
    return app.inject({
      method: 'POST',
      url: '/form',
      headers: { ...sent, ...headers, 'x-csrf-token': token },
    });
  }

  test('a token of our own page passes', async () => {
    expect((await postForm({})).body).toBe('done');
    expect((await postForm({ 'sec-fetch-site': 'same-origin', origin: 'http://plant.local' })).body).toBe(
      'done',
    );
  });

  test.each([
    { 'x-csrf-token': '' },
    { 'x-csrf-token': 'a.b' },
    { 'x-csrf-token': makeCsrfToken('another session') },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'null' },
    { origin: 'http://evil.example' },
    { origin: 'http://plant.local.evil.example' },
  ])('%o does not', async (headers) => {
    const answer = await postForm(headers as unknown as Record<string, string>);
    expect(answer.statusCode).toBe(403);
  });

  test('nor does a browser without the cookie', async () => {
    expect((await postForm({}, false)).statusCode).toBe(403);
  });
});
