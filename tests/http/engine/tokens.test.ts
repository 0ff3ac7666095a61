import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueAccessToken } from '../../../src/identity/access-token.ts';
import { createUser } from '../../../src/identity/create-user.ts';
import { createMachineToken, revokeMachineToken } from '../../../src/identity/machine-token.ts';
import type { Scope } from '../../../src/identity/scopes.ts';
import { describeEachEngine } from '../../support/engines.ts';
import { demo, noon } from './market.ts';
import { password, startTestApi, type TestApi } from './test-api.ts';

describeEachEngine('tokens', (engine) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi(engine);
  });
  afterAll(() => api.close());

  test('are given for a right password', async () => {
    const answer = await api.post('/auth/token', { tenant: 'demo', email: 'viewer@demo.example', password });
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      {
        ...{ accessToken: expect.stringMatching(/^ey/), tokenType: 'Bearer', expiresIn: 900 },
        refreshToken: expect.stringMatching(/^[0-9a-f-]{36}\.[0-9a-f-]{36}\.[\w-]{43}$/),
      },
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('and refused alike for a wrong one and an unknown user', async () => {
    const good = { tenant: 'demo', email: 'viewer@demo.example', password };
    for (const wrong of [{ password: 'otra cosa' }, { email: 'no@demo.example' }, { tenant: 'norte' }]) {
      const answer = await api.post('/auth/token', { ...good, ...wrong });
      expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'sign_in_refused']);
    }
  });

  test.each([
    [{ tenant: 'demo', email: 'viewer@demo.example' }, 'password', 'required'],
    [{ tenant: 'demo', email: 'viewer@demo.example', password: 0 }, 'password', 'type'],
    [
      { tenant: 'demo', email: 'viewer@demo.example', password, role: 'admin' },
      'role',
      'additionalProperties',
    ],
  ])('%o is refused for %s: %s', async (body, field, rule) => {
    const answer = await api.post('/auth/token', body);
    expect([answer.statusCode, answer.json().error]).toEqual([422, expect.objectContaining({ field, rule })]);
  });

  test('every other route asks for one, before it reads anything', async () => {
    const forged = await issueAccessToken(
      'another secret',
      { userId: 'x', tenant: demo, sessionId: 'x' },
      Date.now(),
    );
    for (const role of [undefined, 'nonsense', forged]) {
      for (const answer of [
        await api.get('/dashboards', role),
        await api.get('/dashboards/market', role),
        await api.post('/dashboards/market/run', '{broken', role),
        await api.post('/datasets/prices/rows', '{broken', role),
      ]) {
        expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'token_required']);
        expect(answer.headers['www-authenticate']).toBe('Bearer');
      }
    }
  });

  test("die with their user's membership", async () => {
    const databases = api.databases;
    const userId = await createUser(databases, {
      ...{ email: 'gone@demo.example', name: 'Gone', password, now: noon },
      memberships: [{ tenant: demo, role: 'admin' }],
    });
    const credentials = { tenant: 'demo', email: 'gone@demo.example', password };
    const token = (await api.post('/auth/token', credentials)).json().accessToken;
    expect((await api.get('/dashboards', token)).statusCode).toBe(200);
    await databases.useControl(({ knex }) => knex('memberships').where({ user_id: userId }).delete());
    expect((await api.get('/dashboards', token)).statusCode).toBe(401);
  });
  const signIn = async () =>
    (await api.post('/auth/token', { tenant: 'demo', email: 'viewer@demo.example', password })).json();
  const statusOf = async (token: string) => (await api.get('/dashboards', token)).statusCode;

  test('are renewed; the ones before hold until their quarter of an hour is over', async () => {
    const first = await signIn();
    const second = await api.post('/auth/refresh', { refreshToken: first.refreshToken });
    expect(second.statusCode).toBe(200);
    expect([await statusOf(first.accessToken), await statusOf(second.json().accessToken)]).toEqual([
      200, 200,
    ]);
  });

  test('P25: all die at once with a copied refresh token, a sign-out, an end from elsewhere', async () => {
    const copied = await signIn();
    await api.post('/auth/refresh', { refreshToken: copied.refreshToken });
    const reuse = await api.post('/auth/refresh', { refreshToken: copied.refreshToken });
    expect([reuse.statusCode, reuse.json().error.code]).toEqual([401, 'refresh_refused']);
    expect(await statusOf(copied.accessToken)).toBe(401);

    const out = await signIn();
    expect((await api.post('/auth/logout', '{}', out.accessToken)).statusCode).toBe(204);
    expect(await statusOf(out.accessToken)).toBe(401);
    expect((await api.post('/auth/refresh', { refreshToken: out.refreshToken })).statusCode).toBe(401);

    const [mine, lost] = [await signIn(), await signIn()];
    const { sessions } = (await api.get('/sessions', lost.accessToken)).json();
    const { id } = sessions.find((session: { current: boolean }) => session.current);
    expect((await api.remove('/sessions/nonsense', mine.accessToken)).statusCode).toBe(404);
    expect((await api.remove(`/sessions/${id}`, mine.accessToken)).statusCode).toBe(204);
    expect([await statusOf(lost.accessToken), await statusOf(mine.accessToken)]).toEqual([401, 200]);
  });

  test('of machines open what their scopes say and nothing else', async () => {
    const now = Date.now();
    const make = (name: string, scopes: readonly Scope[]) =>
      createMachineToken(api.databases, {
        ...{ tenant: demo, name, role: 'viewer', scopes, now, expiresAt: now + 60_000 },
      });
    const reader = await make('reader', ['dashboards:read']);
    const writer = await make('writer', ['rows:write']);
    const statuses = async (token: string) => [
      (await api.get('/dashboards', token)).statusCode,
      (await api.post('/dashboards/market/run', {}, token)).statusCode,
      (await api.post('/datasets/prices/rows', { rows: [] }, token)).statusCode,
      (await api.get('/sessions', token)).statusCode,
      (await api.post('/auth/logout', '{}', token)).statusCode,
    ];
    expect(await statuses(reader)).toEqual([200, 200, 403, 403, 403]);
    expect(await statuses(writer)).toEqual([403, 403, 200, 403, 403]);
    const refusal = (await api.get('/dashboards', writer, { 'accept-language': 'en' })).json().error;
    expect(refusal).toMatchObject({
      ...{ code: 'scope_required', message: expect.stringContaining('dashboards:read is needed') },
    });
    await revokeMachineToken(api.databases, demo, 'reader');
    expect(await statuses(reader)).toEqual([401, 401, 401, 401, 401]);
  });
});
