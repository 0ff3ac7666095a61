import { expect, test } from 'vitest';
import {
  createMachineToken,
  findMachine,
  listMachineTokens,
  revokeMachineToken,
} from '../../src/identity/machine-token.ts';
import { describeEachEngine, testTenancy } from '../support/engines.ts';
import { demo, hour, norte, now } from './people.ts';

describeEachEngine('a machine’s token', (engine) => {
  const given = { tenant: demo, name: 'scada', role: 'viewer', scopes: ['rows:write'], now } as const;
  const expiresAt = now + 24 * hour;

  async function setUp() {
    const made = await testTenancy(engine);
    await made.createTestTenant('demo', { name: 'Planta Demo' });
    return made.tenancy;
  }

  test('names a machine of one tenant with its scopes until it ends', async () => {
    const databases = await setUp();
    const token = await createMachineToken(databases, { ...given, expiresAt });
    expect(token).toMatch(/^camet_[\w-]{43}$/);
    expect(await findMachine(databases, token, now)).toEqual({
      scopes: ['rows:write'],
      member: {
        user: { id: 'machine:scada', email: '', name: 'scada', role: 'viewer' },
        ...{ tenant: 'demo', tenantName: 'Planta Demo', language: 'es', numberLocale: 'es-ES' },
      },
    });
    expect(await findMachine(databases, token, expiresAt)).toBeNull();
    expect(await findMachine(databases, `${token}x`, now)).toBeNull();
    const rows = await databases.useControl(({ knex }) => knex('machine_tokens').select());
    expect(JSON.stringify(rows)).not.toContain(token.slice(6));
  });

  test('is listed with its last use, and ends at once when it is revoked', async () => {
    const databases = await setUp();
    const token = await createMachineToken(databases, { ...given, expiresAt });
    const listed = { name: 'scada', role: 'viewer', scopes: ['rows:write'], expiresAt };
    expect(await listMachineTokens(databases, demo)).toEqual([{ ...listed, lastUsedAt: null }]);
    await findMachine(databases, token, now + 1000);
    await findMachine(databases, token, now + 2000);
    expect(await listMachineTokens(databases, demo)).toEqual([{ ...listed, lastUsedAt: now + 1000 }]);
    expect(await listMachineTokens(databases, norte)).toEqual([]);

    const unknown = { code: 'unknown_token', status: 404 };
    await expect(revokeMachineToken(databases, norte, 'scada')).rejects.toMatchObject(unknown);
    await revokeMachineToken(databases, demo, 'scada');
    expect(await findMachine(databases, token, now)).toBeNull();
    await expect(revokeMachineToken(databases, demo, 'scada')).rejects.toMatchObject(unknown);
  });

  test('has a name of its own, and none of a suspended tenant is let in', async () => {
    const databases = await setUp();
    const token = await createMachineToken(databases, { ...given, expiresAt });
    await expect(
      createMachineToken(databases, { ...given, name: ' scada ', expiresAt }),
    ).rejects.toMatchObject({
      ...{ code: 'token_taken', status: 409 },
    });
    await expect(createMachineToken(databases, { ...given, name: ' ', expiresAt })).rejects.toMatchObject({
      ...{ code: 'token_name', field: 'name' },
    });
    await databases.useControl(({ knex }) => knex('tenants').update({ suspended_at: now }));
    await expect(findMachine(databases, token, now)).rejects.toMatchObject({ code: 'tenant_suspended' });
  });
});
