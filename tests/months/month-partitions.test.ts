import { describe, expect, inject, test } from 'vitest';
import type { ChunkKey, Dataset } from '#sdk';
import { writeRows } from '../../src/ingest/write-rows.ts';
import { createMonthStore } from '../../src/months/create-month-store.ts';
import { testTenancy } from '../support/engines.ts';

const labels = { es: 'x' };
const dataset: Dataset = {
  ...{ key: 'prices', labels, table: 'prices', rows: 'events' },
  columns: [{ kind: 'measure', name: 'volume', labels, type: 'int' }],
};

const row = (at: string, volume: number) => ({
  ...{ time: Date.parse(`${at}T12:00:00Z`), sourceId: at, values: { volume } },
});

describe.skipIf(inject('mariadbUrl') === null)('months whose rows others wrote', () => {
  test('neither miss what stands without a partition nor take what stands in a later one', async () => {
    const { tenancy, createTestTenant } = await testTenancy('mysql');
    const { id: tenant } = await createTestTenant('acme');
    await writeRows(tenancy, {
      tenant,
      dataset,
      member: null,
      rows: [row('2026-05-31', 1), row('2026-03-02', 2)],
    });
    await tenancy.useTenant(tenant, ({ knex }) =>
      knex.raw(
        `insert into prices (time, source_id, volume) values
          ('2026-04-10 00:00', 'april', 3), ('2026-01-10 00:00', 'january', 4), ('2026-08-01 00:00', 'august', 5)`,
      ),
    );
    const store = createMonthStore({ databases: tenancy, maxBytes: 1e6 });
    const volumes = async (month: string) => {
      const key: ChunkKey = { tenant, dataset: 'prices', table: 'prices', month, version: 1, rows: 1 };
      const { signal } = new AbortController();
      const { chunk } = await store.read(key, { dataset, trace: { queries: 0 }, signal });
      return [...chunk.columns.get('volume')!.values];
    };
    expect(await volumes('2026-05')).toEqual([1]);
    expect(await volumes('2026-04')).toEqual([3]);
    expect(await volumes('2026-03')).toEqual([2]);
    expect(await volumes('2026-08')).toEqual([5]);
  });
});
