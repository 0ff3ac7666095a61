import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Databases } from '#sdk';
import { exportTenant } from '../../src/export/export-tenant.ts';
import { folder } from '../cli/run.ts';
import { describeEachEngine, testTenancy } from '../support/engines.ts';

const now = Date.UTC(2026, 4, 20);

/** Does something once, after the export has begun to read and before it reads on. */
const interrupting = (databases: Databases, interrupt: () => Promise<void>): Databases => {
  let left = 1;
  return {
    useControl: databases.useControl,
    useTenant: (tenant, work, trace) =>
      databases.useTenant(
        tenant,
        (database) =>
          work({
            ...database,
            stream: async (...query) => {
              if (left-- > 0) await interrupt();
              return database.stream(...query);
            },
          }),
        trace,
      ),
  };
};

describeEachEngine('an export', (engine) => {
  it('is of one moment, and nobody who writes meanwhile waits for it', async () => {
    const { tenancy, createTestTenant } = await testTenancy(engine);
    const tenant = await createTestTenant('acme');
    const closed = { id: 1, calendar_id: 1, date: '2026-05-01', closed: true, labels: '{"es":"Fiesta"}' };
    await tenancy.useTenant(tenant.id, ({ knex }) => knex('calendar_exceptions').insert(closed));
    const writeMore = () =>
      tenancy.useTenant(tenant.id, async ({ knex }) => {
        await knex('calendar_exceptions').insert({ ...closed, id: 2, date: '2026-12-25' });
      });
    const to = folder();
    const given = { tenant, folder: to, readme: '', now };
    await exportTenant(interrupting(tenancy, writeMore), given);

    const lines = readFileSync(join(to, 'tables/calendar_exceptions.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).date)).toEqual(['2026-05-01']);
    const after = await tenancy.useTenant(tenant.id, ({ knex }) => knex('calendar_exceptions').pluck('date'));
    expect(after).toEqual(['2026-05-01', '2026-12-25']);
  });

  it('writes every kind of value so that it can be read back', async () => {
    const { tenancy, createTestTenant } = await testTenancy(engine);
    const tenant = await createTestTenant('acme');
    const text = 'comillas " barra \\ línea\n  🙂 ‮';
    await tenancy.useTenant(tenant.id, async ({ knex }) => {
      await knex('fact_tables').insert({
        ...{ table_name: 'gone', dataset_key: text, member_id: null },
        created_at: new Date(Date.UTC(2026, 2, 29, 1, 30)),
      });
    });
    const to = folder();
    await exportTenant(tenancy, { tenant, folder: to, readme: '', now });
    expect(JSON.parse(readFileSync(join(to, 'tables/fact_tables.jsonl'), 'utf8'))).toEqual({
      ...{ table_name: 'gone', dataset_key: text, member_id: null },
      created_at: '2026-03-29T01:30:00.000Z',
    });
    expect(readFileSync(join(to, 'tables/fact_tables.jsonl'), 'utf8').split('\n')).toHaveLength(2);
  });
});
