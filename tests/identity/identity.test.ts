import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TenantId } from '#sdk';
import { createSession } from '../../src/identity/create-session.ts';
import { createUser } from '../../src/identity/create-user.ts';
import { endSession } from '../../src/identity/end-session.ts';
import { findMember } from '../../src/identity/find-member.ts';
import { readSession } from '../../src/identity/read-session.ts';
import { setPassword } from '../../src/identity/set-password.ts';
import { signIn } from '../../src/identity/sign-in.ts';
import { createTestTenancy, describeEachEngine, type TestTenancy } from '../support/engines.ts';

const now = Date.UTC(2026, 10, 20, 12);
const hour = 3_600_000;
const password = 'caballo correcto grapa';
const demo = 'demo' as TenantId;
const norte = 'norte' as TenantId;

describeEachEngine('identity', (engine) => {
  let made: TestTenancy;
  let databases: TestTenancy['tenancy'];
  let userId: string;

  beforeAll(async () => {
    made = await createTestTenancy(engine);
    databases = made.tenancy;
    await made.createTestTenant('demo', { name: 'Planta Demo', numberLocale: 'es-AR' });
    await made.createTestTenant('norte', { language: 'en', name: 'North' });
  });
  afterAll(() => made.remove());

  beforeEach(async () => {
    await databases.useControl(async ({ knex }) => {
      for (const table of ['sessions', 'memberships', 'users']) await knex(table).delete();
      await knex('tenants').update({ suspended_at: null });
    });
    userId = await createUser(databases, {
      email: ' Ana@Planta.example ',
      name: 'Ana',
      password,
      memberships: [
        { tenant: norte, role: 'viewer' },
        { tenant: demo, role: 'admin' },
      ],
      now,
    });
  });

  const credentials = (more = {}) => ({ email: 'ana@planta.example', password, ...more });

  describe('users', () => {
    const another = { email: 'ben@x.example', name: 'Ben', password, memberships: [], now };

    test('an address is stored once, however it is written', async () => {
      await expect(createUser(databases, { ...another, email: 'ANA@planta.example' })).rejects.toMatchObject({
        code: 'email_taken',
        status: 409,
      });
    });

    test.each([
      [{ password: 'once letras' }, 'password_too_short'],
      [{ password: 'x'.repeat(129) }, 'password_too_long'],
      [{ password: '🙂'.repeat(11) }, 'password_too_short'],
      [{ email: 'ben' }, 'email_invalid'],
      [{ email: 'b en@x.example' }, 'email_invalid'],
    ])('%o is refused as %s', async (wrong, code) => {
      await expect(createUser(databases, { ...another, ...wrong })).rejects.toMatchObject({
        code,
        status: 422,
      });
    });

    test('an unknown tenant leaves no user behind', async () => {
      const memberships = [{ tenant: 'nowhere' as TenantId, role: 'viewer' as const }];
      await expect(createUser(databases, { ...another, memberships })).rejects.toMatchObject({
        code: 'unknown_tenant',
      });
      await expect(createUser(databases, another)).resolves.toMatch(/^[0-9a-f-]{36}$/);
    });

    test('the password is stored as an Argon2id hash of the stated cost', async () => {
      const row = await databases.useControl(({ knex }) => knex('users').first('password_hash'));
      expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    });
  });

  describe('signing in', () => {
    test('opens the first tenant, or the one named', async () => {
      expect(await signIn(databases, credentials())).toEqual({
        user: { id: userId, email: 'ana@planta.example', name: 'Ana', role: 'admin' },
        tenant: 'demo',
        tenantName: 'Planta Demo',
        language: 'es',
        numberLocale: 'es-AR',
      });
      const named = await signIn(databases, credentials({ tenant: 'norte', email: 'ANA@planta.example ' }));
      expect(named).toMatchObject({ tenant: 'norte', language: 'en', user: { role: 'viewer' } });
    });

    test.each([
      { password: 'caballo correcto grapo' },
      { email: 'eva@planta.example' },
      { tenant: 'nowhere' },
      { tenant: 0 },
      { tenant: ['demo'] },
      { password: 0 },
      { password: [password] },
      { password: null },
      { password: '' },
      { email: { email: 'ana@planta.example' } },
      { email: '' },
      { password: 'x'.repeat(100_000) },
    ])('%o is refused, always alike', async (wrong) => {
      const refusal = await signIn(databases, credentials(wrong)).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'sign_in_refused', status: 401, params: {}, field: undefined });
    });

    test('a suspended tenant is closed', async () => {
      await databases.useControl(({ knex }) =>
        knex('tenants').where({ id: 'demo' }).update({ suspended_at: now }),
      );
      expect(await signIn(databases, credentials())).toMatchObject({ tenant: 'norte' });
      await expect(signIn(databases, credentials({ tenant: 'demo' }))).rejects.toMatchObject({
        code: 'sign_in_refused',
      });
      expect(await findMember(databases, { userId, tenant: demo })).toBeNull();
    });

    test('an unknown user costs one hash and one query, as a known one does', async () => {
      const time = async (more: object) => {
        const started = performance.now();
        await signIn(databases, credentials(more)).catch(() => {});
        return performance.now() - started;
      };
      await time({});
      const median = (times: number[]) => times.sort((a, b) => a - b)[5]!;
      const known: number[] = [];
      const unknown: number[] = [];
      for (let i = 0; i < 11; i += 1) {
        known.push(await time({ password: 'not this one' }));
        unknown.push(await time({ email: 'eva@planta.example' }));
      }
      expect(median(unknown)).toBeGreaterThan(median(known) * 0.5);
    });
  });

  describe('sessions', () => {
    const open = (at = now) => createSession(databases, { userId, tenant: demo, now: at });

    test('a token opens its session; only its hash is stored', async () => {
      const { token, csrfSecret, expiresAt } = await open();
      expect(await readSession(databases, token, now + hour)).toEqual({
        user: { id: userId, email: 'ana@planta.example', name: 'Ana', role: 'admin' },
        tenant: 'demo',
        tenantName: 'Planta Demo',
        language: 'es',
        numberLocale: 'es-AR',
        csrfSecret,
        expiresAt,
      });
      expect(expiresAt).toBe(now + 7 * 24 * hour);
      const rows = await databases.useControl(({ knex }) => knex('sessions').select());
      expect(JSON.stringify(rows)).not.toContain(token);
    });

    test('each sign-in has a token of its own', async () => {
      const [one, other] = [await open(), await open()];
      expect(one.token).not.toBe(other.token);
      expect(one.csrfSecret).not.toBe(other.csrfSecret);
    });

    test('it ends after 12 hours without use', async () => {
      const { token } = await open();
      expect(await readSession(databases, token, now + 11 * hour)).not.toBeNull();
      expect(await readSession(databases, token, now + 22 * hour)).not.toBeNull();
      expect(await readSession(databases, token, now + 34 * hour)).toBeNull();
      expect(await readSession(databases, token, now + 22 * hour)).toBeNull();
    });

    test('it ends after 7 days however much it is used', async () => {
      const { token } = await open();
      for (let at = 10; at < 168; at += 10) {
        expect(await readSession(databases, token, now + at * hour)).not.toBeNull();
      }
      expect(await readSession(databases, token, now + 168 * hour)).toBeNull();
    });

    test('signing out, a new password, losing the membership and a suspension end it at once', async () => {
      const [out, kept] = [await open(), await open()];
      await endSession(databases, out.token);
      expect(await readSession(databases, out.token, now)).toBeNull();
      expect(await readSession(databases, kept.token, now)).not.toBeNull();

      await databases.useControl(({ knex }) => knex('tenants').update({ suspended_at: now }));
      expect(await readSession(databases, kept.token, now)).toBeNull();
      await databases.useControl(({ knex }) => knex('tenants').update({ suspended_at: null }));
      expect(await readSession(databases, kept.token, now)).not.toBeNull();

      await setPassword(databases, { email: 'ana@planta.example', password: 'otra frase muy larga' });
      expect(await readSession(databases, kept.token, now)).toBeNull();
      await expect(signIn(databases, credentials())).rejects.toMatchObject({ code: 'sign_in_refused' });

      const last = await open();
      await databases.useControl(({ knex }) => knex('memberships').where({ tenant_id: 'demo' }).delete());
      expect(await readSession(databases, last.token, now)).toBeNull();
    });

    test('a change of role shows on the next request', async () => {
      const { token } = await open();
      await databases.useControl(({ knex }) =>
        knex('memberships').where({ tenant_id: 'demo' }).update({ role: 'viewer' }),
      );
      expect((await readSession(databases, token, now))?.user.role).toBe('viewer');
    });

    test.each([undefined, null, '', 0, {}, 'x', 'a'.repeat(43), 'a'.repeat(10_000)])(
      '%o opens nothing',
      async (token) => {
        await open();
        expect(await readSession(databases, token, now)).toBeNull();
      },
    );
  });
});
