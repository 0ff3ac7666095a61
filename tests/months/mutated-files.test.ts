import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { ChunkKey } from '#sdk';
import { writeRows } from '../../src/ingest/write-rows.ts';
import { createMonthStore } from '../../src/months/create-month-store.ts';
import { MonthFiles } from '../../src/months/month-files.ts';
import { createTestTenancy, describeEachEngine, type TestTenancy } from '../support/engines.ts';
import { contentOf, folder, inMay, keyOf, price, prices, readChunk } from './prices.ts';

const mutations = process.env.LONG === '1' ? 500 : 150;

describeEachEngine('a file of a month, whatever became of it,', (engine) => {
  let made: TestTenancy;
  beforeAll(async () => {
    made = await createTestTenancy(engine);
    for (const [slug, symbol] of [
      ['acme', 1],
      ['norte', 2],
    ] as const) {
      const { id: tenant } = await made.createTestTenant(slug);
      const rows = [1, 2, 3, 4, 5].map((second) => price(second, `r${second}`, { symbol, volume: second }));
      await writeRows(made.tenancy, { tenant, dataset: prices, member: null, rows });
    }
    return () => made.remove();
  });

  const open = (cache: string) => {
    const files = new MonthFiles({ folder: cache, maxBytes: 1e8, now: () => inMay, log: { warn: () => {} } });
    return createMonthStore({
      ...{ databases: made.tenancy, maxBytes: 1e6 },
      seal: { files, now: () => inMay },
    });
  };
  const keyFor = (slug: string): Promise<ChunkKey> =>
    keyOf(made.tenancy, { tenant: slug as never, dataset: prices, month: '2026-03' });

  test('gives right answers and is put right', async () => {
    const cache = folder();
    const keys = [await keyFor('acme'), await keyFor('norte')];
    const truth: ReturnType<typeof contentOf>[] = [];
    for (const key of keys) {
      const months = open(cache);
      truth.push(contentOf((await readChunk(months, key)).chunk));
      await months.sealed();
    }
    const [own, other] = ['acme', 'norte'].map((slug) => {
      const [name] = readdirSync(join(cache, slug));
      return join(cache, slug, name!);
    });
    const good = readFileSync(own!);
    const foreign = readFileSync(other!);
    let harmless = 0;
    await fc.assert(
      fc.asyncProperty(mutation(good.length), async (change) => {
        rmSync(own!, { recursive: true, force: true });
        place(own!, change, { good, foreign, other: other! });
        const months = open(cache);
        const read = await readChunk(months, keys[0]!);
        expect(contentOf(read.chunk)).toEqual(truth[0]);
        if (read.from === 'file') harmless += 1;
        await months.sealed();
        expect(statSync(own!).isFile()).toBe(true);
        expect(readFileSync(own!).equals(good)).toBe(true);
        expect(readFileSync(other!).equals(foreign)).toBe(true);
      }),
      { numRuns: mutations, examples: examples.map((change) => [change]) },
    );
    expect(harmless).toBe(1);
  });
});

type Mutation =
  | { readonly kind: 'cut'; readonly length: number }
  | { readonly kind: 'flip'; readonly bits: readonly { readonly at: number; readonly bit: number }[] }
  | { readonly kind: 'grow' | 'garbage'; readonly bytes: Uint8Array }
  | { readonly kind: 'format' | 'version'; readonly by: number }
  | { readonly kind: 'untouched' | 'empty' | 'foreign' | 'folder' | 'link' | 'pipe' | 'huge' };

const examples: Mutation[] = (
  ['untouched', 'empty', 'foreign', 'folder', 'link', 'pipe', 'huge'] as const
).map((kind) => ({ kind }));

const mutation = (length: number): fc.Arbitrary<Mutation> => {
  const flip = fc.record({ at: fc.nat(length - 1), bit: fc.nat(7) });
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 2000 });
  return fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), length: fc.nat(length - 1) }),
    fc.record({ kind: fc.constant('flip' as const), bits: oddFlips(flip) }),
    fc.record({ kind: fc.constantFrom('grow', 'garbage'), bytes }),
    fc.record({ kind: fc.constantFrom('format', 'version'), by: fc.integer({ min: 1, max: 5 }) }),
    fc.constantFrom(...examples.slice(1)),
  );
};

/** Distinct bits, so that none is flipped back. */
const oddFlips = (flip: fc.Arbitrary<{ at: number; bit: number }>) =>
  fc.uniqueArray(flip, { minLength: 1, maxLength: 4, selector: ({ at, bit }) => at * 8 + bit });

type Files = { readonly good: Buffer; readonly foreign: Buffer; readonly other: string };

function place(path: string, change: Mutation, { good, foreign, other }: Files): void {
  if (change.kind === 'folder') mkdirSync(join(path, 'inside'), { recursive: true });
  else if (change.kind === 'link') symlinkSync(other, path);
  else if (change.kind === 'pipe') execFileSync('mkfifo', [path]);
  else if (change.kind === 'huge') execFileSync('truncate', ['-s', '8G', path]);
  else writeFileSync(path, bytesOf(change, good, foreign));
}

function bytesOf(change: Mutation, good: Buffer, foreign: Buffer): Uint8Array {
  if (change.kind === 'cut') return good.subarray(0, change.length);
  if (change.kind === 'grow') return Buffer.concat([good, change.bytes]);
  if (change.kind === 'garbage') return change.bytes;
  if (change.kind === 'foreign') return foreign;
  if (change.kind === 'empty') return Buffer.alloc(0);
  const bytes = Buffer.from(good);
  if (change.kind === 'flip') for (const { at, bit } of change.bits) bytes[at]! ^= 1 << bit;
  if (change.kind === 'format') bytes.writeUInt32LE(bytes.readUInt32LE(12) + change.by, 12);
  if (change.kind === 'version') return ofOlderVersion(bytes, change.by);
  return bytes;
}

/** A file that is in itself right, but of a version that the month once had with other rows. */
function ofOlderVersion(bytes: Buffer, by: number): Buffer {
  const length = bytes.readUInt32LE(16);
  const header = bytes.subarray(24, 24 + length).toString();
  const changed = header.replace(/"version":(\d+)/, (_, version) => `"version":${Number(version) - by}`);
  const wrongRows = Buffer.from(bytes);
  wrongRows.write(changed.padEnd(length), 24);
  wrongRows[bytes.length - 1]! ^= 0xff;
  wrongRows.writeUInt32LE(crc32(wrongRows.subarray(12)), 8);
  return wrongRows;
}
