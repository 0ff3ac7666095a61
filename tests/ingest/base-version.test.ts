import { expect, it } from 'vitest';
import type { TenantId } from '#sdk';
import { up as noteBases } from '../../migrations/tenant/0004-month-base.ts';
import { schemaSteps } from '../../src/tenancy/schema-steps.ts';
import { describeEachEngine, testTenancy } from '../support/engines.ts';
import { months, reading, write } from './readings.ts';

describeEachEngine('a month whose rows', (engine) => {
  async function monthAfter(...batches: [id: string, time: string, pieces?: number][][]) {
    const { tenancy, createTestTenant } = await testTenancy(engine);
    const tenant = (await createTestTenant('acme')).id as TenantId;
    for (const batch of batches) {
      await write(
        tenancy,
        tenant,
        batch.map(([id, time, pieces = 1]) => reading(id, time, { pieces })),
      );
    }
    const state = await tenancy.useTenant(tenant, ({ knex }) =>
      knex('month_state').where({ month: '2026-01' }).first(),
    );
    return { changes: Number(state.version) % 2 ** 20, base: Number(state.base_version) % 2 ** 20 };
  }

  it('only ever came after the latest keeps its base', async () => {
    const state = await monthAfter(
      [['a', '2026-01-10T10:00:00Z']],
      [
        ['c', '2026-01-10T12:00:00.001Z'],
        ['b', '2026-01-10T10:00:00.001Z'],
      ],
      [
        ['d', '2026-01-10T12:00:00.002Z'],
        ['e', '2026-02-10T12:00:00Z'],
      ],
    );
    expect(state).toEqual({ changes: 3, base: 1 });
  });

  it('came at the latest moment itself has a new base', async () => {
    const state = await monthAfter([['b', '2026-01-10T10:00:00Z']], [['a', '2026-01-10T10:00:00Z']]);
    expect(state).toEqual({ changes: 2, base: 2 });
  });

  it('came late, before the latest, has a new base, from which it grows on', async () => {
    const state = await monthAfter(
      [['b', '2026-01-10T10:00:00Z']],
      [['a', '2026-01-09T10:00:00Z']],
      [['c', '2026-01-10T10:00:01Z']],
    );
    expect(state).toEqual({ changes: 3, base: 2 });
  });

  it('were corrected, moved later or moved away has a new base', async () => {
    const first: [string, string][] = [
      ['a', '2026-01-10T10:00:00Z'],
      ['b', '2026-01-10T11:00:00Z'],
    ];
    expect(await monthAfter(first, [['b', '2026-01-10T11:00:00Z', 5]])).toEqual({ changes: 2, base: 2 });
    expect(await monthAfter(first, [['a', '2026-01-10T12:00:00Z']])).toEqual({ changes: 2, base: 2 });
    expect(await monthAfter(first, [['b', '2026-02-10T12:00:00Z']])).toEqual({ changes: 2, base: 2 });
  });

  it('came before bases were noted counts as changed up to now, and only then', async () => {
    const { tenancy, createTestTenant } = await testTenancy(engine);
    const { id } = await createTestTenant('acme');
    await write(tenancy, id, [reading('a', '2026-01-10T10:00:00Z'), reading('b', '2026-02-10T10:00:00Z')]);
    const same = await tenancy.useTenant(id, async ({ knex }) => {
      await knex('month_state').update({ base_version: 0, version: 5 });
      await knex('month_state').where('month', '2026-02').update({ base_version: 3 });
      for (let turn = 0; turn < 2; turn++) await noteBases(schemaSteps(engine, knex));
      return knex('month_state').orderBy('month').pluck('base_version');
    });
    expect(same.map(Number)).toEqual([5, 3]);
  });

  it('stand in a database made anew has a version of its own', async () => {
    const { tenancy, createTestTenant } = await testTenancy(engine);
    const versions = new Set<number>();
    for (const slug of ['one', 'two']) {
      const { id } = await createTestTenant(slug);
      await write(tenancy, id, [reading('a', '2026-01-10T10:00:00Z')]);
      const state = await tenancy.useTenant(id, ({ knex }) => knex('month_state').first());
      versions.add(Number(state.version));
      expect(await months(tenancy, id)).toEqual({ '2026-01': [1, 1] });
    }
    expect(versions.size).toBe(2);
  });
});
