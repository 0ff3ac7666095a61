import { expect, it } from 'vitest';
import { AppError, type Database, type Databases, type TenantId } from '#sdk';
import { guardDatabases } from '../../src/tenancy/guard-databases.ts';

const acme = 'acme' as TenantId;
const norte = 'norte' as TenantId;
const work = async (): Promise<string> => 'done';

/** Databases that fail as told, counting what they are asked, by a clock that a test moves. */
function failing(errors: Partial<Record<string, unknown>>) {
  const asked: string[] = [];
  let now = 0;
  const databases: Databases = {
    useControl: (use) => use({} as Database),
    useTenant: async (tenant, use) => {
      asked.push(tenant);
      if (errors[tenant]) throw errors[tenant];
      return use({} as Database);
    },
  };
  const guarded = guardDatabases(databases, () => now);
  return { asked, errors, guarded, pass: (ms: number) => (now += ms) };
}

const unreachable = new AppError('database_unreachable', { status: 503, params: { host: '10.0.0.9' } });

it('leaves a server that does not answer alone for five seconds, then lets one ask', async () => {
  const { asked, errors, guarded, pass } = failing({ acme: unreachable });
  const ask = (tenant = acme) => guarded.useTenant(tenant, work).catch((error: AppError) => error.code);
  expect([await ask(), await ask(), await ask()]).toEqual(Array(3).fill('tenant_maintained'));
  expect(asked).toEqual(['acme']);
  expect(await ask(norte)).toBe('done');
  pass(5000);
  expect(await Promise.all([ask(), ask()])).toEqual(['tenant_maintained', 'tenant_maintained']);
  expect(asked).toEqual(['acme', 'norte', 'acme']);
  delete errors.acme;
  pass(5000);
  expect([await ask(), await ask()]).toEqual(['done', 'done']);
});

it('tells people nothing of where a database is, and the log everything', async () => {
  const { guarded } = failing({ acme: unreachable });
  const error = await guarded.useTenant(acme, work).catch((failure: AppError) => failure);
  expect(error).toMatchObject({ code: 'tenant_maintained', status: 503, params: {}, cause: unreachable });
});

it.each([
  new AppError('unknown_tenant', { status: 404 }),
  new AppError('databases_busy', { status: 503 }),
  new Error('x'),
])('leaves %s as it is', async (error) => {
  const { guarded } = failing({ acme: error });
  await expect(guarded.useTenant(acme, work)).rejects.toBe(error);
});
