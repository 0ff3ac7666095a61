import { expect, it } from 'vitest';
import { inviteUser } from '../../src/identity/invite-user.ts';
import { issueLink } from '../../src/identity/one-time-link.ts';
import { describeEachEngine, type EngineName } from '../support/engines.ts';
import { type TestApp, testApp } from '../support/test-app.ts';
import { visitor } from '../support/visitor.ts';

const hourMs = 3_600_000;
const chosen = 'siete gatos en la azotea';

async function invite(engine: EngineName, ageMs = 0) {
  const test = await testApp(engine);
  const { id: tenant } = await test.createPlant('acme');
  const now = Date.now() - ageMs;
  const person = { email: 'ana@acme.example', name: 'Ana', tenant, role: 'admin', now } as const;
  const { userId } = await inviteUser(test.tenancy, person);
  const link = () => issueLink(test.tenancy, { purpose: 'password', userId, tenant, now });
  return { test, link, token: await link() };
}

const passwordOf = async ({ tenancy }: TestApp): Promise<string> =>
  (await tenancy.useControl(({ knex }) => knex('users').where({ email: 'ana@acme.example' }).first()))
    .password_hash;

describeEachEngine('a one-time link', (engine) => {
  it('lets the first admin choose a password and in, once', async () => {
    const { test, token } = await invite(engine);
    const ana = visitor(test.app);
    for (let opened = 0; opened < 3; opened += 1) {
      const moved = await ana.get(`/welcome?token=${token}`);
      expect([moved.statusCode, moved.headers.location]).toEqual([303, '/welcome']);
      const page = await ana.get('/welcome');
      expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-store']);
      expect(page.body).toContain('ana@acme.example');
      expect(page.body).not.toContain(token);
    }
    const entered = await ana.post('/welcome', { password: chosen });
    expect([entered.statusCode, entered.headers.location]).toEqual([303, '/']);
    expect((await ana.get('/d/operation')).statusCode).toBe(200);
    expect((await visitor(test.app).signIn('ana@acme.example', chosen)).statusCode).toBe(303);

    const later = await visitor(test.app).get(`/welcome?token=${token}`);
    expect([later.statusCode, later.body.includes('Este enlace ya se usó o ha caducado')]).toEqual([
      410,
      true,
    ]);
  });

  it('opens once however many come at once', async () => {
    const { test, token } = await invite(engine);
    const people = [visitor(test.app), visitor(test.app), visitor(test.app)];
    for (const person of people) {
      await person.get(`/welcome?token=${token}`);
      await person.get('/welcome');
    }
    const answers = await Promise.all(people.map((person) => person.post('/welcome', { password: chosen })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410, 410]);
  });

  it('stays when the password is refused', async () => {
    const { test, token } = await invite(engine);
    const before = await passwordOf(test);
    const ana = visitor(test.app);
    await ana.get(`/welcome?token=${token}`);
    await ana.get('/welcome');
    const refused = await ana.post('/welcome', { password: 'corta' });
    expect([refused.statusCode, refused.body.includes('role="alert"')]).toEqual([422, true]);
    expect(await passwordOf(test)).toBe(before);
    expect((await ana.post('/welcome', { password: chosen })).statusCode).toBe(303);
  });

  it('opens nothing after a day, after a newer one, when made up, or without the form', async () => {
    const old = await invite(engine, 24 * hourMs);
    expect((await old.test.app.inject(`/welcome?token=${old.token}`)).statusCode).toBe(410);
    const { test, token, link } = await invite(engine, 24 * hourMs - 60_000);
    const newer = await link();
    for (const given of [token, 'x', 'a'.repeat(43), '', `${newer}x`]) {
      expect((await test.app.inject(`/welcome?token=${given}`)).statusCode).toBe(410);
    }
    expect((await test.app.inject(`/welcome?token=${newer}&token=${newer}`)).statusCode).toBe(410);
    expect((await test.app.inject('/welcome')).statusCode).toBe(410);
    const forged = await test.app.inject({
      ...{ method: 'POST', url: '/welcome', cookies: { camet_link: newer } },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: `password=${encodeURIComponent(chosen)}`,
    });
    expect(forged.statusCode).toBe(403);
    expect((await test.app.inject(`/welcome?token=${newer}`)).statusCode).toBe(303);
  });

  it('is nobody’s way in before a password is chosen', async () => {
    const { test } = await invite(engine);
    for (const password of ['', 'x', chosen]) {
      expect((await visitor(test.app).signIn('ana@acme.example', password)).statusCode).toBe(401);
    }
  });
});
