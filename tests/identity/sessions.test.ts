import { expect, test } from 'vitest';
import { createSession } from '../../src/identity/create-session.ts';
import { endSession } from '../../src/identity/end-session.ts';
import { readSession } from '../../src/identity/read-session.ts';
import { setPassword } from '../../src/identity/set-password.ts';
import { signIn } from '../../src/identity/sign-in.ts';
import { describeEachEngine } from '../support/engines.ts';
import { credentials, demo, hour, now, setUpPeople } from './people.ts';

describeEachEngine('sessions', (engine) => {
  const people = setUpPeople(engine);
  const open = (at = now) =>
    createSession(people.databases, { userId: people.userId, tenant: demo, now: at });

  test('a token opens its session; only its hash is stored', async () => {
    const { token, csrfSecret, expiresAt } = await open();
    expect(await readSession(people.databases, token, now + hour)).toEqual({
      user: { id: people.userId, email: 'ana@planta.example', name: 'Ana', role: 'admin' },
      tenant: 'demo',
      tenantName: 'Planta Demo',
      language: 'es',
      numberLocale: 'es-AR',
      csrfSecret,
      expiresAt,
    });
    expect(expiresAt).toBe(now + 7 * 24 * hour);
    const rows = await people.databases.useControl(({ knex }) => knex('sessions').select());
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('each sign-in has a token of its own', async () => {
    const [one, other] = [await open(), await open()];
    expect(one.token).not.toBe(other.token);
    expect(one.csrfSecret).not.toBe(other.csrfSecret);
  });

  test('it ends after 12 hours without use', async () => {
    const { token } = await open();
    expect(await readSession(people.databases, token, now + 11 * hour)).not.toBeNull();
    expect(await readSession(people.databases, token, now + 22 * hour)).not.toBeNull();
    expect(await readSession(people.databases, token, now + 34 * hour)).toBeNull();
    expect(await readSession(people.databases, token, now + 22 * hour)).toBeNull();
  });

  test('it ends after 7 days however much it is used', async () => {
    const { token } = await open();
    for (let at = 10; at < 168; at += 10) {
      expect(await readSession(people.databases, token, now + at * hour)).not.toBeNull();
    }
    expect(await readSession(people.databases, token, now + 168 * hour)).toBeNull();
  });

  test('signing out, a new password, losing the membership and a suspension end it at once', async () => {
    const [out, kept] = [await open(), await open()];
    await endSession(people.databases, out.token);
    expect(await readSession(people.databases, out.token, now)).toBeNull();
    expect(await readSession(people.databases, kept.token, now)).not.toBeNull();

    await people.databases.useControl(({ knex }) => knex('tenants').update({ suspended_at: now }));
    await expect(readSession(people.databases, kept.token, now)).rejects.toMatchObject({
      code: 'tenant_suspended',
    });
    await people.databases.useControl(({ knex }) => knex('tenants').update({ suspended_at: null }));
    expect(await readSession(people.databases, kept.token, now)).not.toBeNull();

    await setPassword(people.databases, { email: 'ana@planta.example', password: 'otra frase muy larga' });
    expect(await readSession(people.databases, kept.token, now)).toBeNull();
    await expect(signIn(people.databases, credentials())).rejects.toMatchObject({ code: 'sign_in_refused' });

    const last = await open();
    await people.databases.useControl(({ knex }) =>
      knex('memberships').where({ tenant_id: 'demo' }).delete(),
    );
    expect(await readSession(people.databases, last.token, now)).toBeNull();
  });

  test('a change of role shows on the next request', async () => {
    const { token } = await open();
    await people.databases.useControl(({ knex }) =>
      knex('memberships').where({ tenant_id: 'demo' }).update({ role: 'viewer' }),
    );
    expect((await readSession(people.databases, token, now))?.user.role).toBe('viewer');
  });

  test.each([undefined, null, '', 0, {}, 'x', 'a'.repeat(43), 'a'.repeat(10_000)])(
    '%o opens nothing',
    async (token) => {
      await open();
      expect(await readSession(people.databases, token, now)).toBeNull();
    },
  );
});
