import { beforeAll, describe, expect, test } from 'vitest';
import { admin, askToken, csrfIn, oneApp, signedIn } from './app.ts';

const one = oneApp();
let token = '';
let cookies: Record<string, string> = {};
let csrf = '';
beforeAll(async () => {
  token = (await askToken(one.test)).json().accessToken;
  cookies = await signedIn(one.test);
  csrf = csrfIn((await one.test.app.inject({ url: '/d/operation', cookies })).body);
});

const others = [
  'text/plain',
  'text/plain; charset=utf-8',
  'application/xml',
  'application/merge+json',
  'application/octet-stream',
  'multipart/form-data; boundary=x',
  'application/jsonx',
  'json',
];

const json = {
  '/api/v1/auth/token': admin,
  '/api/v1/dashboards/operation/run': {},
  '/api/v1/dashboards/operation/plan': {},
  '/api/v1/datasets/detections/rows': { rows: [] },
};

const post = (url: string, payload: string, type: string | null) =>
  one.test.app.inject({
    ...{ method: 'POST', url, payload, cookies },
    headers: {
      ...(url.startsWith('/api/') && { authorization: `Bearer ${token}` }),
      ...(type !== null && { 'content-type': type }),
    },
  });

describe.each(Object.entries(json))('P20: %s', (url, body) => {
  test('takes JSON', async () => {
    expect((await post(url, JSON.stringify(body), 'application/json')).statusCode).toBe(200);
    expect((await post(url, JSON.stringify(body), 'Application/JSON; charset=utf-8')).statusCode).toBe(200);
  });
  test.each([...others, 'application/x-www-form-urlencoded'])('and no %s', async (type) => {
    const answer = await post(url, JSON.stringify(body), type);
    expect([answer.statusCode, answer.json().error.code]).toEqual([415, 'bad_media_type']);
  });
  test('nor a body without a type', async () => {
    expect((await post(url, JSON.stringify(body), null)).statusCode).toBeGreaterThanOrEqual(400);
  });
});

describe('P20: forms', () => {
  const form = () => new URLSearchParams({ _csrf: csrf, theme: 'dark' }).toString();
  test('are forms', async () => {
    expect((await post('/preferences', form(), 'application/x-www-form-urlencoded')).statusCode).toBe(303);
  });
  test.each([...others, 'application/json'])('and no %s', async (type) => {
    for (const payload of [form(), JSON.stringify({ _csrf: csrf, theme: 'dark' })]) {
      expect((await post('/preferences', payload, type)).statusCode).toBe(415);
    }
  });
});

describe('P21: what nobody asked for is refused by name', () => {
  test.each(['role', 'tenant_id', 'is_admin', 'active', 'password_hash', 'created_at', 'id', '__proto'])(
    '%s',
    async (field) => {
      for (const [url, body] of Object.entries(json)) {
        const answer = await post(url, JSON.stringify({ ...body, [field]: 'admin' }), 'application/json');
        expect([answer.statusCode, answer.json().error]).toEqual([
          422,
          expect.objectContaining({ code: 'unknown_field', field, message: expect.stringContaining(field) }),
        ]);
      }
    },
  );

  test('the page of a card that is not there', async () => {
    const answer = await post(
      '/api/v1/dashboards/operation/run',
      '{"pages":{"unknown":2}}',
      'application/json',
    );
    expect([answer.statusCode, answer.json().error]).toEqual([
      422,
      expect.objectContaining({ code: 'unknown_field', field: 'pages.unknown' }),
    ]);
  });
});

describe('P10: another type than text signs nobody in', () => {
  test.each([0, 1, [0], ['x'], { password: 1 }, true, null, '', 1e300])('%j', async (value) => {
    for (const field of ['email', 'password', 'tenant']) {
      const answer = await askToken(one.test, { [field]: value });
      expect([401, 422]).toContain(answer.statusCode);
    }
  });
});
