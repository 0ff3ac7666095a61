import { expect, test } from 'vitest';
import { createSession } from '../../src/identity/create-session.ts';
import { endSession } from '../../src/identity/end-session.ts';
import { readSession } from '../../src/identity/read-session.ts';
import { setPassword } from '../../src/identity/set-password.ts';
import { signIn } from '../../src/identity/sign-in.ts';
import { describeEachEngine } from '../support/engines.ts';
import { credentials, demo, hour, now, setUpPeople } from './people.ts';

const limits = { idleMs: 0.5 * hour, absoluteMs: 12 * hour };
const client = { agent: 'Firefox', address: '10.0.0.1' };

describeEachEngine('sessions', (engine) => {
  const people = setUpPeople(engine);
  const open = (at = now) =>
    createSession(people.databases, { userId: people.userId, tenant: demo, now: at, limits, client });
  const read = (token: unknown, at: number) =>
    readSession(people.databases, token, { now: at, idleMs: limits.idleMs });

  test('a token opens its session; only its hash is stored', async () => {
    const { id, token, csrfSecret, expiresAt } = await open();
    expect(await read(token, now + 1000)).toEqual({
      user: { id: people.userId, email: 'ana@planta.example', name: 'Ana', role: 'admin' },
      tenant: 'demo',
      tenantName: 'Planta Demo',
      language: 'es',
      numberLocale: 'es-AR',
      id,
      csrfSecret,
      expiresAt,
      hasOthers: true,
    });
    expect(expiresAt).toBe(now + 12 * hour);
    const rows = await people.databases.useControl(({ knex }) => knex('sessions').select());
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('each sign-in has a token of its own', async () => {
    const [one, other] = [await open(), await open()];
    expect(one.token).not.toBe(other.token);
    expect(one.csrfSecret).not.toBe(other.csrfSecret);
  });

  test('it ends after half an hour without use', async () => {
    const { token } = await open();
    expect(await read(token, now + 0.4 * hour)).not.toBeNull();
    expect(await read(token, now + 0.8 * hour)).not.toBeNull();
    expect(await read(token, now + 1.4 * hour)).toBeNull();
    expect(await read(token, now + 0.8 * hour)).toBeNull();
  });

  test('it ends after 12 hours however much it is used', async () => {
    const { token } = await open();
    for (let at = 0.4; at < 12; at += 0.4) expect(await read(token, now + at * hour)).not.toBeNull();
    expect(await read(token, now + 12 * hour)).toBeNull();
  });

  test('of more than a hundred at once, the least recently used ends', async () => {
    const opened = [];
    for (let i = 0; i < 101; i += 1) opened.push(await open(now + i));
    expect(await read(opened[0]!.token, now + 200)).toBeNull();
    expect(await read(opened[1]!.token, now + 200)).not.toBeNull();
  });

  test('signing out, a new password, losing the membership and a suspension end it at once', async () => {
    const [out, kept] = [await open(), await open()];
    await endSession(people.databases, out.token);
    expect(await read(out.token, now)).toBeNull();
    expect(await read(kept.token, now)).not.toBeNull();

    await people.databases.useControl(({ knex }) => knex('tenants').update({ suspended_at: now }));
    await expect(read(kept.token, now)).rejects.toMatchObject({
      code: 'tenant_suspended',
    });
    await people.databases.useControl(({ knex }) => knex('tenants').update({ suspended_at: null }));
    expect(await read(kept.token, now)).not.toBeNull();

    await setPassword(people.databases, { email: 'ana@planta.example', password: 'otra frase muy larga' });
    expect(await read(kept.token, now)).toBeNull();
    await expect(signIn(people.databases, credentials())).rejects.toMatchObject({ code: 'sign_in_refused' });

    const last = await open();
    await people.databases.useControl(({ knex }) =>
      knex('memberships').where({ tenant_id: 'demo' }).delete(),
    );
    expect(await read(last.token, now)).toBeNull();
  });

  test('a change of role shows on the next request', async () => {
    const { token } = await open();
    await people.databases.useControl(({ knex }) =>
      knex('memberships').where({ tenant_id: 'demo' }).update({ role: 'viewer' }),
    );
    expect((await read(token, now))?.user.role).toBe('viewer');
  });

  test.each([undefined, null, '', 0, {}, 'x', 'a'.repeat(43), 'a'.repeat(10_000)])(
    '%o opens nothing',
    async (token) => {
      await open();
      expect(await read(token, now)).toBeNull();
    },
  );
});
