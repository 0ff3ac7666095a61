import { describe, expect, inject, it } from 'vitest';
import type { TenantId } from '#sdk';
import { makePartitions } from '../../src/ingest/mysql-partitions.ts';
import type { Tenancy } from '../../src/tenancy/open-tenancy.ts';
import { testTenancy } from '../support/engines.ts';
import { months, reading, stored, write } from './readings.ts';

const partitions = (tenancy: Tenancy, tenant: TenantId): Promise<string[]> =>
  tenancy.useTenant(tenant, ({ knex }) =>
    knex('information_schema.partitions')
      .whereRaw('table_schema = database()')
      .where('table_name', 'readings_1')
      .orderBy('partition_ordinal_position')
      .select(knex.raw('concat(partition_name, " ", partition_description) as line'))
      .then((rows) => rows.map((row) => row.line)),
  );

describe.skipIf(inject('mariadbUrl') === null)('partitions', () => {
  async function freshTenant() {
    const { tenancy, createTestTenant } = await testTenancy('mysql');
    return { tenancy, tenant: (await createTestTenant('acme')).id };
  }

  it('gives every month its own, whatever the order they come in', async () => {
    const { tenancy, tenant } = await freshTenant();
    await write(tenancy, tenant, [reading('a', '2026-05-10T10:00:00Z')]);
    await write(tenancy, tenant, [
      reading('b', '2026-08-10T10:00:00Z'),
      reading('c', '2025-12-31T23:59:59Z'),
    ]);
    await write(tenancy, tenant, [reading('d', '2026-06-30T23:59:59Z')]);
    expect(await partitions(tenancy, tenant)).toEqual([
      "p202512 '2026-01-01'",
      "p202605 '2026-06-01'",
      "p202606 '2026-07-01'",
      "p202608 '2026-09-01'",
      'pmax MAXVALUE',
    ]);
    expect(await stored(tenancy, tenant)).toHaveLength(4);
  });

  it('keeps rows that another writer put where there was no partition', async () => {
    const { tenancy, tenant } = await freshTenant();
    await write(tenancy, tenant, [reading('a', '2026-05-10T10:00:00Z')]);
    await tenancy.useTenant(tenant, ({ knex }) =>
      knex('readings_1').insert({ time: '2026-09-01 00:00:00', source_id: 'sensor' }),
    );
    await write(tenancy, tenant, [reading('b', '2026-09-02T10:00:00Z')]);
    expect(await partitions(tenancy, tenant)).toContain("p202609 '2026-10-01'");
    expect((await stored(tenancy, tenant)).map((row) => row.split(' ')[2])).toEqual(['a', 'sensor', 'b']);
  });

  it('can be made by two at once', async () => {
    const { tenancy, tenant } = await freshTenant();
    await write(tenancy, tenant, [reading('a', '2026-05-10T10:00:00Z')]);
    const wanted = ['2026-06', '2026-07', '2026-08'];
    await Promise.all(
      [1, 2, 3].map(() =>
        tenancy.useTenant(tenant, ({ knex }) => makePartitions(knex, 'readings_1', wanted)),
      ),
    );
    expect(await partitions(tenancy, tenant)).toHaveLength(5);
    expect(await months(tenancy, tenant)).toEqual({ '2026-05': [1, 1] });
  });
});
