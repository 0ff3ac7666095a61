import { expect, it } from 'vitest';
import type { TenantId } from '#sdk';
import { writeRows } from '../../src/ingest/write-rows.ts';
import { describeEachEngine, testTenancy } from '../support/engines.ts';
import { months, reading, readings, stored, write } from './readings.ts';

describeEachEngine('writeRows', (engine) => {
  async function freshTenant() {
    const { tenancy, createTestTenant } = await testTenancy(engine);
    return { tenancy, tenant: (await createTestTenant('acme')).id as TenantId };
  }

  it('stores rows of several months with their months', async () => {
    const { tenancy, tenant } = await freshTenant();
    const counts = await write(tenancy, tenant, [
      reading('b', '2026-02-01T00:00:00Z', { part: 2, pieces: 5 }),
      reading('a', '2026-01-31T23:59:59Z', { degrees: 0.1 + 0.2 }),
    ]);
    expect(counts).toEqual({ saved: 2, unchanged: 0, corrected: 0 });
    expect(await stored(tenancy, tenant)).toEqual([
      '2026-01-31 23:59:59 a 1 0 1 0.30000000000000004',
      '2026-02-01 00:00:00 b 2 0 5 ',
    ]);
    expect(await months(tenancy, tenant)).toEqual({ '2026-01': [1, 1], '2026-02': [1, 1] });
  });

  it('changes nothing for rows that stand there already, down to the last digit of a double', async () => {
    const { tenancy, tenant } = await freshTenant();
    const rows = Array.from({ length: 300 }, (_, index) =>
      reading(`r${index}`, '2026-01-10T10:00:00Z', { degrees: Math.sin(index) * 1000 }),
    );
    await write(tenancy, tenant, rows);
    expect(await write(tenancy, tenant, rows)).toEqual({ saved: 0, unchanged: 300, corrected: 0 });
    expect(await months(tenancy, tenant)).toEqual({ '2026-01': [1, 300] });
  });

  it('moves a corrected row, also into another month, where it stands once', async () => {
    const { tenancy, tenant } = await freshTenant();
    await write(tenancy, tenant, [
      reading('a', '2026-01-10T10:00:00Z'),
      reading('b', '2026-01-11T10:00:00Z'),
    ]);
    const counts = await write(tenancy, tenant, [
      reading('a', '2026-03-10T10:00:00Z'),
      reading('b', '2026-01-11T10:00:00Z', { verdict: 1 }),
    ]);
    expect(counts).toEqual({ saved: 0, unchanged: 0, corrected: 2 });
    expect(await stored(tenancy, tenant)).toEqual([
      '2026-01-11 10:00:00 b 1 1 1 ',
      '2026-03-10 10:00:00 a 1 0 1 ',
    ]);
    expect(await months(tenancy, tenant)).toEqual({ '2026-01': [2, 1], '2026-03': [1, 1] });
  });

  it('lets the last row of an id win inside a batch', async () => {
    const { tenancy, tenant } = await freshTenant();
    const counts = await write(tenancy, tenant, [
      reading('a', '2026-01-10T10:00:00Z', { pieces: 1 }),
      reading('a', '2026-01-10T10:00:00Z', { pieces: 2 }),
      reading('a', '2026-02-10T10:00:00Z', { pieces: 3 }),
      reading('a', '2026-02-10T10:00:00Z', { pieces: 3 }),
    ]);
    expect(counts).toEqual({ saved: 1, unchanged: 1, corrected: 2 });
    expect(await stored(tenancy, tenant)).toEqual(['2026-02-10 10:00:00 a 1 0 3 ']);
  });

  it('leaves a row that a batch changes and changes back', async () => {
    const { tenancy, tenant } = await freshTenant();
    await write(tenancy, tenant, [reading('a', '2026-01-10T10:00:00Z')]);
    await write(tenancy, tenant, [
      reading('a', '2026-02-10T10:00:00Z'),
      reading('a', '2026-01-10T10:00:00Z'),
    ]);
    expect(await months(tenancy, tenant)).toEqual({ '2026-01': [1, 1] });
  });

  it('keeps ids apart that differ in case', async () => {
    const { tenancy, tenant } = await freshTenant();
    const at = '2026-01-10T10:00:00Z';
    expect((await write(tenancy, tenant, [reading('a', at), reading('A', at)])).saved).toBe(2);
  });

  it('keeps each member in a table of its own and notes it', async () => {
    const { tenancy, tenant } = await freshTenant();
    const rows = [reading('a', '2026-01-10T10:00:00Z')];
    await write(tenancy, tenant, rows);
    await writeRows(tenancy, { tenant, dataset: readings, member: 2, rows });
    const tables = await tenancy.useTenant(tenant, ({ knex }) =>
      knex('fact_tables').orderBy('table_name').select('table_name', 'dataset_key', 'member_id'),
    );
    expect(tables).toEqual([
      { table_name: 'readings_1', dataset_key: 'readings', member_id: 1 },
      { table_name: 'readings_2', dataset_key: 'readings', member_id: 2 },
    ]);
    expect(await stored(tenancy, tenant, 'readings_2')).toHaveLength(1);
  });

  it('takes writers at the same time, each row once and the counts exact', async () => {
    const { tenancy, tenant } = await freshTenant();
    const batches = Array.from({ length: 8 }, (_, batch) =>
      Array.from({ length: 50 }, (_, index) =>
        reading(`r${(batch * 25 + index) % 125}`, `2026-0${1 + (index % 4)}-10T10:00:00Z`, { pieces: batch }),
      ),
    );
    const counts = await Promise.all(batches.map((rows) => write(tenancy, tenant, rows)));
    expect(counts.reduce((total, { saved }) => total + saved, 0)).toBe(125);
    const all = await stored(tenancy, tenant);
    expect(new Set(all.map((row) => row.split(' ')[2])).size).toBe(all.length);
    const state: number[][] = Object.values(await months(tenancy, tenant));
    expect(state.reduce((total, [, rows]) => total + rows!, 0)).toBe(125);
    expect(all).toHaveLength(125);
  });

  it('refuses a batch that does not say its member', async () => {
    const { tenancy, tenant } = await freshTenant();
    const rows = [reading('a', '2026-01-10T10:00:00Z')];
    await expect(writeRows(tenancy, { tenant, dataset: readings, member: null, rows })).rejects.toThrow(
      'missing_value',
    );
  });
});
