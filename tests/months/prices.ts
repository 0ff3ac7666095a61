import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Chunk, ChunkKey, ChunkRead, Databases, Dataset, FactRow, MonthStore, TenantId } from '#sdk';
import { writeRows } from '../../src/ingest/write-rows.ts';
import { createMonthStore, type MonthStoreOptions } from '../../src/months/create-month-store.ts';
import { MonthFiles, type MonthFilesOptions } from '../../src/months/month-files.ts';
import { watched } from '../support/collect-rows.ts';
import { type EngineName, testTenancy } from '../support/engines.ts';

const labels = { es: 'x' };

/** A dataset of no pack: one table, every kind of stored column. */
export const prices: Dataset = {
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

export const march = Date.UTC(2026, 2, 1);
/** In May 2026 March is over; on its 20th day it is open. */
export const inMay = Date.UTC(2026, 4, 2);
export const inMarch = Date.UTC(2026, 2, 20);

/** A row so many seconds into March 2026. */
export const price = (second: number, sourceId: string, values: FactRow['values'] = {}): FactRow => ({
  time: march + second * 1000,
  sourceId,
  values: { symbol: 1, side: 0, volume: 5, close: 1.5, ...values },
});

/** A tenant with some prices in March, and stores over them. */
export async function priceTenant(engine: EngineName, dataset: Dataset = prices) {
  const { tenancy, createTestTenant } = await testTenancy(engine);
  const tenant = (await createTestTenant('acme')).id;
  const write = (rows: FactRow[]) => writeRows(tenancy, { tenant, dataset, member: null, rows });
  await write([
    price(1, 'a', { symbol: null }),
    price(2, 'b', { volume: -2_000_000_000, side: 1 }),
    price(3, 'c', { close: null }),
  ]);
  const keyNow = (month = '2026-03', of: TenantId = tenant) => keyOf(tenancy, { tenant: of, dataset, month });
  /** A process's store; with files in `folder` where one is given. */
  const open = (given: Partial<MonthStoreOptions & MonthFilesOptions> & { at?: number } = {}) => {
    const { databases = tenancy, at = inMay, folder, ...rest } = given;
    const now = () => at;
    const files = folder && new MonthFiles({ folder, maxBytes: 1e8, now, log: { warn: () => {} }, ...rest });
    const months = createMonthStore({ databases, maxBytes: 1e6, ...(files && { seal: { files, now } }) });
    return Object.assign(months, { readNow: async () => readChunk(months, await keyNow(), dataset) });
  };
  return { tenancy, createTestTenant, tenant, write, keyNow, open, dataset };
}

export const readChunk = (months: MonthStore, key: ChunkKey, dataset = prices): Promise<ChunkRead> =>
  months.read(key, { dataset, trace: { queries: 0 }, signal: new AbortController().signal });

type MonthOf = { readonly tenant: TenantId; readonly dataset: Dataset; readonly month: string };

/** The month as the version check would have it now. */
export async function keyOf(databases: Databases, { tenant, dataset, month }: MonthOf): Promise<ChunkKey> {
  const state = await databases.useTenant(tenant, ({ knex }) =>
    knex('month_state').where({ table_name: dataset.table, month }).first(),
  );
  const numbers = {
    version: Number(state.version),
    baseVersion: Number(state.base_version),
    rows: Number(state.row_count),
  };
  return { tenant, dataset: dataset.key, table: dataset.table, month, ...numbers };
}

/** What two equal months have in common, however they came about. */
export const contentOf = ({ key, rows, start, time, columns }: Chunk) => ({
  ...{ version: key.version, rows, start, time },
  columns: [...columns].map(([name, { values, nulls }]) => [
    ...[name, values.constructor.name, values],
    nulls ?? null,
  ]),
});

/** The databases, noting how many fact rows every statement brought. */
export function counting(databases: Databases): { databases: Databases; streamed: number[] } {
  const streamed: number[] = [];
  const counted: Databases = {
    useControl: (work, trace) => databases.useControl(work, trace),
    useTenant: (tenant, work, trace) =>
      databases.useTenant(
        tenant,
        (database) => {
          const { collect } = watched(database, () => {
            streamed[streamed.length - 1]! += 1;
          });
          const noted: typeof collect = (query) => {
            streamed.push(0);
            return collect(query);
          };
          return work({ ...database, collect: noted });
        },
        trace,
      ),
  };
  return { databases: counted, streamed };
}

/** A folder of the test's own; removing it tries again while a month is still written there. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'camet-months-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return join(path, 'cache');
}
