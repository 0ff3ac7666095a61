import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Dataset } from '#sdk';
import { writeRows } from '../../src/ingest/write-rows.ts';
import { createMonthStore } from '../../src/months/create-month-store.ts';
import { MonthFiles } from '../../src/months/month-files.ts';
import { describeEachEngine } from '../support/engines.ts';
import {
  contentOf,
  counting,
  folder,
  inMarch,
  inMay,
  keyOf,
  price,
  prices,
  priceTenant,
  readChunk,
} from './prices.ts';

describeEachEngine('a month that is over', (engine) => {
  /** Read once and kept as a file. */
  async function sealed() {
    const made = await priceTenant(engine);
    const cache = folder();
    const first = made.open({ folder: cache });
    const { chunk } = await first.readNow();
    await first.sealed();
    const files = () => readdirSync(join(cache, 'acme')).map((name) => join(cache, 'acme', name));
    return { ...made, cache, chunk, files };
  }

  test('is kept as a file that the next process reads without a statement', async () => {
    const { tenancy, open, cache, chunk, keyNow } = await sealed();
    const { databases, streamed } = counting(tenancy);
    const next = open({ folder: cache, databases });
    const key = await keyNow();
    expect([next.holds(key), await next.filed!(key, prices)]).toEqual([false, true]);
    expect(await next.filed!({ ...key, version: key.version + 1 }, prices)).toBe(false);
    const read = await next.readNow();
    expect({ from: read.from, streamed }).toEqual({ from: 'file', streamed: [] });
    expect(contentOf(read.chunk)).toEqual(contentOf(chunk));
    expect((await next.readNow()).from).toBe('memory');
  });

  test('is a file for its owner only, columns at multiples of 64 bytes', async () => {
    const { cache, files, chunk } = await sealed();
    const [file] = files();
    expect(files()).toHaveLength(1);
    expect([cache, dirname(file!), file!].map((path) => statSync(path).mode & 0o777)).toEqual([
      ...[0o700, 0o700, 0o600],
    ]);
    const bytes = readFileSync(file!);
    const at = bytes.indexOf(Buffer.from(chunk.columns.get('volume')!.values.buffer));
    expect([at > 0, at % 64]).toEqual([true, 0]);
  });

  test('that is not over yet, or has only just ended, is no file', async () => {
    const { open } = await priceTenant(engine);
    const cache = folder();
    const justEnded = Date.UTC(2026, 3, 1) + 59 * 60_000;
    for (const at of [inMarch, justEnded]) {
      const months = open({ folder: cache, at });
      await months.readNow();
      await months.sealed();
      expect(() => readdirSync(cache)).toThrow('ENOENT');
    }
  });

  test('while it stands in memory becomes a file too', async () => {
    const { open, tenancy } = await priceTenant(engine);
    const cache = folder();
    let at = inMarch;
    const files = new MonthFiles({ folder: cache, maxBytes: 1e6, now: () => at, log: { warn: () => {} } });
    const months = createMonthStore({ databases: tenancy, maxBytes: 1e6, seal: { files, now: () => at } });
    const { key } = (await open().readNow()).chunk;
    await readChunk(months, key);
    at = inMay;
    expect((await readChunk(months, key)).from).toBe('memory');
    await months.sealed();
    expect((await open({ folder: cache }).readNow()).from).toBe('file');
  });

  test('reopens for late and corrected rows, visibly, and is kept anew', async () => {
    const { open, cache, write, files } = await sealed();
    await write([price(2, 'b', { volume: 8 }), price(1.5, 'late')]);
    const next = open({ folder: cache });
    const read = await next.readNow();
    expect(read).toMatchObject({ from: 'sql', chunk: { rows: 4 } });
    await next.sealed();
    expect(files()).toHaveLength(1);
    const again = await open({ folder: cache }).readNow();
    expect(again.from).toBe('file');
    expect(contentOf(again.chunk)).toEqual(contentOf(read.chunk));
  });

  test('takes rows after its last from the database, the others from its file', async () => {
    const { tenancy, open, cache, write } = await sealed();
    await write([price(70, 'd')]);
    const { databases, streamed } = counting(tenancy);
    const read = await open({ folder: cache, databases }).readNow();
    expect({ from: read.from, streamed }).toEqual({ from: 'sql', streamed: [1] });
    expect(contentOf(read.chunk)).toEqual(contentOf((await open().readNow()).chunk));
  });

  test('of a database made anew is not taken for the old one', async () => {
    const { cache, open } = await sealed();
    const other = await priceTenant(engine);
    await other.write([price(1, 'a', { symbol: 9 })]);
    const months = other.open({ folder: cache });
    expect((await months.readNow()).chunk.columns.get('symbol')!.values[0]).toBe(9);
    expect((await open({ folder: cache }).readNow()).chunk.columns.get('symbol')!.nulls![0]).toBe(1);
  });

  test('under another declaration is read anew', async () => {
    const { tenancy, tenant, cache, open } = await sealed();
    const narrower: Dataset = { ...prices, columns: prices.columns.slice(0, 2) };
    const key = await keyOf(tenancy, { tenant, dataset: narrower, month: '2026-03' });
    const read = await readChunk(open({ folder: cache }), key, narrower);
    expect([read.from, [...read.chunk.columns.keys()]]).toEqual(['sql', ['symbol', 'side']]);
  });

  test('of another tenant is never given', async () => {
    const { tenancy, createTestTenant, cache, open, files, keyNow } = await sealed();
    const { id: other } = await createTestTenant('norte');
    await writeRows(tenancy, {
      tenant: other,
      dataset: prices,
      member: null,
      rows: [price(1, 'x'), price(2, 'y')],
    });
    mkdirSync(join(cache, 'norte'), { mode: 0o700 });
    const [file] = files();
    const swapped = file!.replace('/acme/', '/norte/');
    writeFileSync(swapped, readFileSync(file!));
    const months = open({ folder: cache });
    const read = await readChunk(months, await keyNow('2026-03', other));
    expect(read).toMatchObject({ from: 'sql', chunk: { rows: 2 } });
    await months.sealed();
    expect((await readChunk(open({ folder: cache }), await keyNow('2026-03', other))).from).toBe('file');
  });

  test('is not sought through a link', async () => {
    const { cache, open, files } = await sealed();
    const linked = folder();
    mkdirSync(linked, { recursive: true });
    symlinkSync(join(cache, 'acme'), join(linked, 'acme'));
    expect((await open({ folder: linked }).readNow()).from).toBe('sql');
    const other = folder();
    mkdirSync(dirname(other), { recursive: true });
    symlinkSync(cache, other);
    expect((await open({ folder: other }).readNow()).from).toBe('sql');
    expect(files()).toHaveLength(1);
  });

  test('leaves when the folder is full and others were used later; old drafts leave too', async () => {
    const { tenancy, tenant, write, keyNow, open } = await priceTenant(engine);
    await write([price(-40 * 86_400, 'jan'), price(-86_400, 'feb')]);
    const cache = folder();
    mkdirSync(join(cache, 'acme'), { recursive: true, mode: 0o700 });
    writeFileSync(join(cache, 'acme', 'x.month.1.aa.draft'), 'left behind');
    let at = Date.UTC(2027, 0, 1);
    const roomForTwo = 2.6 * (await fileBytes(open, cache));
    for (const month of ['2026-01', '2026-02', '2026-01', '2026-03']) {
      at += 3_600_000;
      const store = open({ folder: cache, at, maxBytes: roomForTwo });
      await readChunk(store, await keyOf(tenancy, { tenant, dataset: prices, month }));
      await store.sealed();
    }
    const names = readdirSync(join(cache, 'acme')).map((name) => name.split('.')[2]);
    expect(names.sort()).toEqual(['2026-01', '2026-03']);
    expect((await readChunk(open({ folder: cache }), await keyNow('2026-01'))).from).toBe('file');
  });
});

/** What the file of March takes; it is removed again. */
async function fileBytes(
  open: Awaited<ReturnType<typeof priceTenant>>['open'],
  cache: string,
): Promise<number> {
  const store = open({ folder: cache });
  await store.readNow();
  await store.sealed();
  const name = readdirSync(join(cache, 'acme')).find((file) => file.includes('2026-03'))!;
  const { size } = statSync(join(cache, 'acme', name));
  rmSync(join(cache, 'acme', name));
  return size;
}
