import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { TenantId } from '#sdk';
import { createUser } from '../../src/identity/create-user.ts';
import { createTestTenancy, type EngineName, type TestTenancy } from '../support/engines.ts';

export const now = Date.UTC(2026, 10, 20, 12);
export const hour = 3_600_000;
export const password = 'caballo correcto grapa';
export const demo = 'demo' as TenantId;
export const norte = 'norte' as TenantId;

export const credentials = (more = {}) => ({ email: 'ana@planta.example', password, ...more });

export type People = { readonly databases: TestTenancy['tenancy']; readonly userId: string };

/** Before each test: the tenants demo and norte, and Ana, admin of the first and viewer of the second. */
export function setUpPeople(engine: EngineName): People {
  let made: TestTenancy;
  let userId: string;
  beforeAll(async () => {
    made = await createTestTenancy(engine);
    await made.createTestTenant('demo', { name: 'Planta Demo', numberLocale: 'es-AR' });
    await made.createTestTenant('norte', { language: 'en', name: 'North' });
  });
  afterAll(() => made.remove());
  beforeEach(async () => {
    await made.tenancy.useControl(async ({ knex }) => {
      for (const table of ['throttles', 'sessions', 'memberships', 'users']) await knex(table).delete();
      await knex('tenants').update({ suspended_at: null });
    });
    userId = await createUser(made.tenancy, {
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
  return {
    get databases() {
      return made.tenancy;
    },
    get userId() {
      return userId;
    },
  };
}
