import { describe, expect, test } from 'vitest';
import type { TenantId } from '#sdk';
import { openApiSession } from '../../src/identity/api-session.ts';
import { createUser } from '../../src/identity/create-user.ts';
import { findMember } from '../../src/identity/find-member.ts';
import { hashPassword } from '../../src/identity/hash-password.ts';
import { setPassword } from '../../src/identity/set-password.ts';
import { signIn } from '../../src/identity/sign-in.ts';
import { describeEachEngine } from '../support/engines.ts';
import { credentials, demo, now, password, setUpPeople } from './people.ts';

describeEachEngine('identity', (engine) => {
  const people = setUpPeople(engine);

  describe('users', () => {
    const another = { email: 'ben@x.example', name: 'Ben', password, memberships: [], now };

    test('an address is stored once, however it is written', async () => {
      await expect(
        createUser(people.databases, { ...another, email: 'ANA@planta.example' }),
      ).rejects.toMatchObject({
        code: 'email_taken',
        status: 409,
      });
    });

    test.each([
      [{ password: 'catorce letras' }, 'password_too_short'],
      [{ password: 'ben x.example 1' }, 'password_known_word'],
      [{ email: 'ben' }, 'email_invalid'],
      [{ email: 'b en@x.example' }, 'email_invalid'],
    ])('%o is refused as %s', async (wrong, code) => {
      await expect(createUser(people.databases, { ...another, ...wrong })).rejects.toMatchObject({
        code,
        status: 422,
      });
    });

    test('a password that is only the name of their company is refused, now and later', async () => {
      const memberships = [{ tenant: demo, role: 'viewer' as const }];
      const wrong = { code: 'password_known_word', field: 'password', params: { word: 'planta' } };
      const only = 'Planta-Demo-2026';
      await expect(
        createUser(people.databases, { ...another, memberships, password: only }),
      ).rejects.toMatchObject(wrong);
      await createUser(people.databases, { ...another, memberships });
      await expect(
        setPassword(people.databases, { email: another.email, password: only }),
      ).rejects.toMatchObject(wrong);
    });

    test('sample data may have any password', async () => {
      const memberships = [{ tenant: demo, role: 'viewer' as const }];
      await createUser(people.databases, { ...another, memberships, password: 'demo', isSample: true });
      const ben = await signIn(people.databases, { email: 'ben@x.example', password: 'demo' });
      expect(ben.user.name).toBe('Ben');
    });

    test('an unknown tenant leaves no user behind', async () => {
      const memberships = [{ tenant: 'nowhere' as TenantId, role: 'viewer' as const }];
      await expect(createUser(people.databases, { ...another, memberships })).rejects.toMatchObject({
        code: 'unknown_tenant',
      });
      await expect(createUser(people.databases, another)).resolves.toMatch(/^[0-9a-f-]{36}$/);
    });

    test('the password is stored as an Argon2id hash of the stated cost', async () => {
      const row = await people.databases.useControl(({ knex }) => knex('users').first('password_hash'));
      expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    });
  });

  describe('signing in', () => {
    test('opens the first tenant, or the one named', async () => {
      expect(await signIn(people.databases, credentials())).toEqual({
        user: { id: people.userId, email: 'ana@planta.example', name: 'Ana', role: 'admin' },
        tenant: 'demo',
        tenantName: 'Planta Demo',
        language: 'es',
        numberLocale: 'es-AR',
      });
      const named = await signIn(
        people.databases,
        credentials({ tenant: 'norte', email: 'ANA@planta.example ' }),
      );
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
      const refusal = await signIn(people.databases, credentials(wrong)).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'sign_in_refused', status: 401, params: {}, field: undefined });
    });

    test('makes a cheap hash anew, once', async () => {
      const stored = async () =>
        (await people.databases.useControl(({ knex }) => knex('users').first())).password_hash;
      const cheap = await hashPassword(password, { memoryKib: 1024, passes: 1, lanes: 1 });
      await people.databases.useControl(({ knex }) => knex('users').update({ password_hash: cheap }));
      await signIn(people.databases, credentials({ password: 'not this one at all' })).catch(() => {});
      expect(await stored()).toBe(cheap);
      await signIn(people.databases, credentials());
      const renewed = await stored();
      expect(renewed).toContain('$m=19456,t=2,p=1$');
      await signIn(people.databases, credentials());
      expect(await stored()).toBe(renewed);
    });

    test('a suspended tenant is closed, which only who knows the password hears', async () => {
      const client = { agent: undefined, address: '10.0.0.1' };
      const program = { userId: people.userId, tenant: demo, now, client };
      const { id } = await openApiSession(people.databases, program);
      await people.databases.useControl(({ knex }) =>
        knex('tenants').where({ id: 'demo' }).update({ suspended_at: now }),
      );
      const suspended = { code: 'tenant_suspended', status: 403, params: { tenant: 'Planta Demo' } };
      expect(await signIn(people.databases, credentials())).toMatchObject({ tenant: 'norte' });
      await expect(signIn(people.databases, credentials({ tenant: 'demo' }))).rejects.toMatchObject(
        suspended,
      );
      await expect(
        signIn(people.databases, credentials({ tenant: 'demo', password: 'not this one' })),
      ).rejects.toMatchObject({ code: 'sign_in_refused' });
      await expect(findMember(people.databases, { ...program, session: { id, now } })).rejects.toMatchObject(
        suspended,
      );
    });

    test('an unknown user costs one hash and one query, as a known one does', async () => {
      const time = async (more: object) => {
        const started = performance.now();
        await signIn(people.databases, credentials(more)).catch(() => {});
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
});
