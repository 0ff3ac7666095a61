import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueAccessToken } from '../../../src/identity/access-token.ts';
import { createUser } from '../../../src/identity/create-user.ts';
import { describeEachEngine } from '../../support/engines.ts';
import { demo, noon } from './market.ts';
import { config, password, startTestApi, type TestApi } from './test-api.ts';

describeEachEngine('tokens', (engine) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi(engine);
  });
  afterAll(() => api.remove());

  test('are given for a right password', async () => {
    const answer = await api.post('/auth/token', { tenant: 'demo', email: 'viewer@demo.example', password });
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { accessToken: expect.stringMatching(/^ey/), tokenType: 'Bearer', expiresIn: 900 },
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
    const forged = await issueAccessToken('another secret', { userId: 'x', tenant: demo }, Date.now());
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
    const token = await issueAccessToken(config.secret, { userId, tenant: demo }, Date.now());
    expect((await api.get('/dashboards', token)).statusCode).toBe(200);
    await databases.useControl(({ knex }) => knex('memberships').where({ user_id: userId }).delete());
    expect((await api.get('/dashboards', token)).statusCode).toBe(401);
  });
});
