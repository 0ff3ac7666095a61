import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { ChunkKey, Dataset, TenantId } from '#sdk';
import { writeRows } from '../../src/ingest/write-rows.ts';
import { checkedFrom, checksumAt, headerAt, headerLengthAt, layOut } from '../../src/months/chunk-layout.ts';
import { createMonthStore } from '../../src/months/create-month-store.ts';
import { decodeChunk, parseHeader } from '../../src/months/decode-chunk.ts';
import { MonthFiles } from '../../src/months/month-files.ts';
import { createTestTenancy, describeEachEngine, type TestTenancy } from '../support/engines.ts';
import { examples, isHarmless, mutationOf, place } from './mutate-file.ts';
import { contentOf, folder, inMay, keyOf, price, prices, readChunk } from './prices.ts';

const mutations = process.env.LONG === '1' ? 500 : 150;
const isRoot = process.getuid?.() === 0;

const [acme, norte] = ['acme', 'norte'] as TenantId[] as [TenantId, TenantId];
const trades: Dataset = { ...prices, key: 'trades', table: 'trades' };
const fewerColumns: Dataset = { ...prices, columns: prices.columns.slice(0, 3) };
const aprilRow = { ...price(0, 'april'), time: Date.UTC(2026, 3, 3) };

describeEachEngine('a file of a month, whatever became of it,', (engine) => {
  let made: TestTenancy;
  beforeAll(async () => {
    made = await createTestTenancy(engine);
    for (const [tenant, symbol] of [
      [acme, 1],
      [norte, 2],
    ] as const) {
      await made.createTestTenant(tenant);
      const rows = [1, 2, 3, 4, 5].map((second) => price(second, `r${second}`, { symbol, volume: second }));
      await writeRows(made.tenancy, { tenant, dataset: prices, member: null, rows: [...rows, aprilRow] });
      await writeRows(made.tenancy, { tenant, dataset: trades, member: null, rows: rows.slice(1) });
    }
    return () => made.remove();
  });

  const filesIn = (cache: string) =>
    new MonthFiles({ folder: cache, maxBytes: 1e8, now: () => inMay, log: { warn: () => {} } });
  const open = (cache: string) =>
    createMonthStore({
      ...{ databases: made.tenancy, maxBytes: 1e6 },
      seal: { files: filesIn(cache), now: () => inMay },
    });
  const keyFor = (tenant: TenantId, dataset = prices, month = '2026-03'): Promise<ChunkKey> =>
    keyOf(made.tenancy, { tenant, dataset, month });

  /** Reads a month as a process of its own; it leaves the month's file behind. */
  async function readAlone(cache: string, key: ChunkKey, dataset = prices) {
    const months = open(cache);
    const { chunk, from } = await readChunk(months, key, dataset);
    await months.sealed();
    const path = filesIn(cache).pathOf(key, dataset);
    return { content: contentOf(chunk), from, path };
  }

  const sealedBytes = async (key: ChunkKey, dataset?: Dataset): Promise<Buffer> =>
    readFileSync((await readAlone(folder(), key, dataset)).path);

  const otherFiles = async () => ({
    tenant: await sealedBytes(await keyFor(norte)),
    dataset: await sealedBytes(await keyFor(acme, trades), trades),
    month: await sealedBytes(await keyFor(acme, prices, '2026-04')),
    declaration: await sealedBytes(await keyFor(acme), fewerColumns),
  });

  test('gives right answers and is put right', async () => {
    const cache = folder();
    const [ownKey, otherKey] = [await keyFor(acme), await keyFor(norte)];
    const [own, other] = [await readAlone(cache, ownKey), await readAlone(cache, otherKey)];
    const good = readFileSync(own.path);
    const files = { good, others: await otherFiles(), otherPath: other.path };
    let fromFile = 0;
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(mutationOf(good, partsOf(good)), async (change) => {
        rmSync(own.path, { recursive: true, force: true });
        place(own.path, change, files);
        const read = await readAlone(cache, ownKey);
        expect(read.content).toEqual(own.content);
        expect(read.from).toBe(isHarmless(change, files) ? 'file' : 'sql');
        expect((await readAlone(cache, otherKey)).content).toEqual(other.content);
        expect(statSync(own.path).isFile()).toBe(true);
        expect(readFileSync(own.path).equals(good)).toBe(true);
        expect(readFileSync(other.path).equals(files.others.tenant)).toBe(true);
        if (read.from === 'file') fromFile += 1;
        runs += 1;
      }),
      { numRuns: mutations, examples: examples.map((change) => [change]) },
    );
    expect(runs).toBe(mutations);
    expect(fromFile).toBeGreaterThan(0);
    expect(fromFile).toBeLessThan(mutations / 10);
  });

  test('is known by every bit of it and by its length', async () => {
    const key = await keyFor(acme);
    const good = await sealedBytes(key);
    const decode = (bytes: Uint8Array) => decodeChunk(new Uint8Array(bytes), key, prices);
    expect(decode(good).rows).toBe(5);
    for (let at = 0; at < good.length; at++) {
      expect(() => decode(good.subarray(0, at))).toThrow();
      for (let bit = 0; bit < 8; bit++) {
        const bytes = Buffer.from(good);
        bytes[at]! ^= 1 << bit;
        expect(() => decode(bytes), `byte ${at} bit ${bit}`).toThrow();
      }
    }
  });

  test.skipIf(isRoot && engine === 'sqlite')(
    'costs only time where it may not be read, or its folder not be entered',
    async () => {
      const cache = folder();
      giveAway(dirname(cache), cache);
      const key = await keyFor(acme);
      await asNobody(async () => {
        const { path, content } = await readAlone(cache, key);
        for (const closed of [path, dirname(path), cache]) {
          chmodSync(closed, 0);
          const read = await readAlone(cache, key);
          expect([read.from, read.content]).toEqual(['sql', content]);
          expect((await readAlone(cache, key)).from).toBe('file');
        }
        chmodSync(dirname(cache), 0o500);
        chmodSync(path, 0);
        chmodSync(dirname(path), 0o500);
        expect((await readAlone(cache, key)).content).toEqual(content);
        chmodSync(dirname(cache), 0o700);
      });
    },
  );
});

/** Where the parts of a good file begin: its marks, its header, the times and each column. */
function partsOf(good: Buffer): number[] {
  const { header, headerBytes } = parseHeader(good);
  const columns = layOut(header, headerBytes).offsets;
  return [0, checksumAt, checkedFrom, headerLengthAt, headerLengthAt + 4, headerAt, ...columns];
}

const nobody = 65_534;

/** Root may read everything: its tests make the folder another's and act as that one. */
function giveAway(...folders: readonly string[]): void {
  for (const path of folders) {
    if (!existsSync(path)) mkdirSync(path, { mode: 0o700 });
    if (isRoot) chownSync(path, nobody, nobody);
  }
}

async function asNobody(work: () => Promise<void>): Promise<void> {
  if (!isRoot) return work();
  process.seteuid!(nobody);
  await work().finally(() => process.seteuid!(0));
}
