import { expect, test } from 'vitest';
import type { ChunkKey, Databases, Dataset, FactRow, TenantId } from '#sdk';
import { writeRows } from '../../src/ingest/write-rows.ts';
import { createMonthStore } from '../../src/months/create-month-store.ts';
import { watched } from '../support/collect-rows.ts';
import { describeEachEngine, testTenancy } from '../support/engines.ts';

const labels = { es: 'x' };
const dataset: Dataset = {
  key: 'prices',
  labels,
  table: 'prices',
  rows: 'events',
  columns: [
    { kind: 'dimension', name: 'symbol', labels, dimension: 'symbols' },
    { kind: 'choice', name: 'side', labels, members: [], default: 0 },
    { kind: 'measure', name: 'volume', labels, type: 'int' },
    { kind: 'measure', name: 'close', labels, type: 'float' },
  ],
};

const march = Date.UTC(2026, 2, 1);
const lastMoment = Date.UTC(2026, 3, 1) - 1;

const fact = (time: number, sourceId: string, values: Partial<FactRow['values']> = {}): FactRow => ({
  time,
  sourceId,
  values: { symbol: 1, side: 0, volume: 5, close: 1.5, ...values } as FactRow['values'],
});

const rows = [
  fact(lastMoment, 'last', { symbol: 70_000, close: null }),
  fact(march + 1001, 'b', { volume: -2_000_000_000, side: 1 }),
  fact(march + 1001, 'a', { symbol: null }),
  fact(march, 'first', { close: 0.1 }),
  fact(lastMoment + 1, 'april', { symbol: 300 }),
  fact(march - 1, 'february'),
];

describeEachEngine('the month store', (engine) => {
  const signal = new AbortController().signal;

  async function filled() {
    const { tenancy, createTestTenant } = await testTenancy(engine);
    const tenant = (await createTestTenant('acme')).id;
    await writeRows(tenancy, { tenant, dataset, member: null, rows });
    return {
      tenancy,
      tenant,
      write: (more: FactRow[]) => writeRows(tenancy, { tenant, dataset, member: null, rows: more }),
    };
  }

  test('reads a whole month in time order, narrow and exact, with one statement', async () => {
    const { tenancy, tenant } = await filled();
    const store = createMonthStore({ databases: tenancy, maxBytes: 1e6 });
    const key = await keyOf(tenancy, tenant, '2026-03');
    const trace = { queries: 0 };
    const { chunk, from } = await store.read(key, { dataset, trace, signal });
    expect({ from, queries: trace.queries, rows: chunk.rows }).toEqual({ from: 'sql', queries: 1, rows: 4 });
    expect(chunk.key).toEqual(key);
    expect([...chunk.time].map((offset) => offset + chunk.start)).toEqual([
      march,
      march + 1001,
      march + 1001,
      lastMoment,
    ]);
    expect(chunk.columns).toEqual(
      new Map([
        ['symbol', { values: Uint32Array.of(1, 0, 1, 70_000), nulls: Uint8Array.of(0, 1, 0, 0) }],
        ['side', { values: Uint8Array.of(0, 0, 1, 0) }],
        ['volume', { values: Int32Array.of(5, 5, -2_000_000_000, 5) }],
        ['close', { values: Float64Array.of(0.1, 1.5, 1.5, 0), nulls: Uint8Array.of(0, 0, 0, 1) }],
      ]),
    );
    expect(chunk.bytes).toBe(4 * (4 + 4 + 1 + 1 + 4 + 8 + 1));
    const april = await store.read(await keyOf(tenancy, tenant, '2026-04'), { dataset, trace, signal });
    expect(april.chunk.columns.get('symbol')).toEqual({ values: Uint16Array.of(300) });
  });

  test('a month in memory costs nothing, until a newer version is asked for', async () => {
    const { tenancy, tenant, write } = await filled();
    const store = createMonthStore({ databases: tenancy, maxBytes: 1e6 });
    const key = await keyOf(tenancy, tenant, '2026-03');
    expect(store.holds(key)).toBe(false);
    await store.read(key, { dataset, trace: { queries: 0 }, signal });
    const trace = { queries: 0 };
    expect(await store.read(key, { dataset, trace, signal })).toMatchObject({ from: 'memory' });
    await write([fact(march + 5, 'more')]);
    const newer = await keyOf(tenancy, tenant, '2026-03');
    expect([store.holds(key), store.holds(newer), trace.queries]).toEqual([true, false, 0]);
    expect(await store.read(newer, { dataset, trace, signal })).toMatchObject({
      from: 'sql',
      chunk: { rows: 5 },
    });
    expect(trace.queries).toBe(1);
  });

  test('a chunk read with an old version in hand is known by the version it has', async () => {
    const { tenancy, tenant, write } = await filled();
    const store = createMonthStore({ databases: tenancy, maxBytes: 1e6 });
    const old = await keyOf(tenancy, tenant, '2026-03');
    await write([fact(march + 5, 'more')]);
    const { chunk } = await store.read(old, { dataset, trace: { queries: 0 }, signal });
    const current = await keyOf(tenancy, tenant, '2026-03');
    expect(chunk.key).toEqual(current);
    expect(store.holds(current)).toBe(true);
  });

  test('every chunk has the rows of its version while a writer goes on', async () => {
    const { tenancy, tenant, write } = await filled();
    const counts = new Map<number, number>();
    const note = async () => {
      const { version, rows: count } = await keyOf(tenancy, tenant, '2026-03');
      counts.set(version, count);
    };
    await note();
    const old = await keyOf(tenancy, tenant, '2026-03');
    const writing = (async () => {
      for (let batch = 0; batch < 25; batch++) {
        await write([fact(march + 10 + batch, `w${batch}`)]);
        await note();
      }
    })();
    const read: [number, number][] = [];
    for (let turn = 0; turn < 25; turn++) {
      const store = createMonthStore({ databases: tenancy, maxBytes: 1e6 });
      const { chunk } = await store.read(old, { dataset, trace: { queries: 0 }, signal });
      read.push([chunk.key.version, chunk.rows]);
    }
    await writing;
    expect(read).toEqual(read.map(([version]) => [version, counts.get(version)]));
    expect(counts.size).toBe(26);
  });

  test('asked fifty times at once, a month is read once', async () => {
    const { tenancy, tenant } = await filled();
    const store = createMonthStore({ databases: tenancy, maxBytes: 1e6 });
    const key = await keyOf(tenancy, tenant, '2026-03');
    const trace = { queries: 0 };
    const reads = await Promise.all(
      Array.from({ length: 50 }, () => store.read(key, { dataset, trace, signal })),
    );
    expect(trace.queries).toBe(1);
    expect(new Set(reads.map(({ chunk }) => chunk)).size).toBe(1);
  });

  test('one who leaves does not take the month from those who wait', async () => {
    const { tenancy, tenant } = await filled();
    const store = createMonthStore({ databases: tenancy, maxBytes: 1e6 });
    const key = await keyOf(tenancy, tenant, '2026-03');
    const leaver = new AbortController();
    const left = store.read(key, { dataset, trace: { queries: 0 }, signal: leaver.signal });
    const stays = store.read(key, { dataset, trace: { queries: 0 }, signal });
    leaver.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    expect((await stays).chunk.rows).toBe(4);
  });

  test('when all leave, nothing is kept and the next one reads anew', async () => {
    const { tenancy, tenant } = await filled();
    const store = createMonthStore({ databases: tenancy, maxBytes: 1e6 });
    const key = await keyOf(tenancy, tenant, '2026-03');
    const leaver = new AbortController();
    const left = store.read(key, { dataset, trace: { queries: 0 }, signal: leaver.signal });
    leaver.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    const again = store.read(key, { dataset, trace: { queries: 0 }, signal });
    expect(store.holds(key)).toBe(false);
    expect((await again).chunk.rows).toBe(4);
  });

  test('a read that fails half way keeps nothing', async () => {
    const { tenancy, tenant } = await filled();
    const store = createMonthStore({ databases: failingAfter(tenancy, 2), maxBytes: 1e6 });
    const key = await keyOf(tenancy, tenant, '2026-03');
    await expect(store.read(key, { dataset, trace: { queries: 0 }, signal })).rejects.toThrow('cut off');
    expect(store.holds(key)).toBe(false);
    expect((await store.read(key, { dataset, trace: { queries: 0 }, signal })).chunk.rows).toBe(4);
  });

  test('the least recently used month leaves when the memory is full', async () => {
    const { tenancy, tenant } = await filled();
    const months = ['2026-02', '2026-03', '2026-04'] as const;
    const [february, marchKey, april] = await Promise.all(
      months.map((month) => keyOf(tenancy, tenant, month)),
    );
    const store = createMonthStore({ databases: tenancy, maxBytes: 100 });
    for (const key of [february!, marchKey!, february!, april!]) {
      await store.read(key, { dataset, trace: { queries: 0 }, signal });
    }
    expect([february!, marchKey!, april!].map((key) => store.holds(key))).toEqual([true, false, true]);
  });
});

async function keyOf(databases: Databases, tenant: TenantId, month: string): Promise<ChunkKey> {
  const state = await databases.useTenant(tenant, ({ knex }) =>
    knex('month_state').where({ table_name: 'prices', month }).first(),
  );
  const numbers = { version: Number(state.version), rows: Number(state.row_count) };
  return { tenant, dataset: dataset.key, table: 'prices', month, ...numbers };
}

/** The databases, but the first reading breaks after some rows. */
function failingAfter(databases: Databases, rowsLeft: number): Databases {
  let broken = false;
  return {
    useControl: (work, trace) => databases.useControl(work, trace),
    useTenant: (tenant, work, trace) =>
      databases.useTenant(
        tenant,
        (database) => {
          let count = 0;
          return work(
            watched(database, () => {
              if (broken || count++ < rowsLeft) return;
              broken = true;
              throw new Error('cut off');
            }),
          );
        },
        trace,
      ),
  };
}
