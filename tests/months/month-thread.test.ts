import { expect, test } from 'vitest';
import type { Chunk } from '#sdk';
import { maxOf } from '../../src/frame/max-of.ts';
import { extendMonth } from '../../src/months/extend-month.ts';
import { readMonth } from '../../src/months/read-month.ts';
import { manyRows } from '../support/collect-rows.ts';
import { contentOf, price, prices, priceTenant } from './prices.ts';

const { signal } = new AbortController();

/** March with enough rows that builders grow, values of every width and nulls. */
async function filledMarch() {
  const made = await priceTenant('sqlite');
  await made.write(
    Array.from({ length: 3000 }, (_, index) =>
      price(10 + index, `r${index}`, {
        symbol: index % 7 === 0 ? null : index,
        volume: index - 1500,
        close: index % 11 === 0 ? null : index / 8,
      }),
    ),
  );
  return made;
}

test('a month is the same read in this thread and in another', async () => {
  const { tenancy, tenant, keyNow } = await filledMarch();
  const key = await keyNow();
  const read = (rows: number) =>
    tenancy.useTenant(tenant, (database) =>
      readMonth(database, { ...key, rows }, { dataset: prices, signal }),
    );
  const [here, there, tooSmall] = [await read(key.rows), await read(manyRows), await read(8000)];
  expect(here.chunk.rows).toBe(3003);
  for (const { chunk, sure } of [there, tooSmall]) {
    expect(sure).toBe(true);
    expect(contentOf(chunk)).toEqual(contentOf(here.chunk));
    expect(chunk.bytes).toBe(here.chunk.bytes);
    expect(isShared(chunk)).toBe(true);
    expect(maxOf(chunk.columns.get('symbol')!.values)).toBe(2999);
  }
});

test('so is a month brought up to date', async () => {
  const { tenancy, tenant, keyNow, write } = await filledMarch();
  const old = await tenancy.useTenant(tenant, async (database) =>
    readMonth(database, await keyNow(), { dataset: prices, signal }),
  );
  await write([price(9000, 'new', { symbol: 70_000 }), price(9001, 'newer', { close: null })]);
  const key = await keyNow();
  const extend = (rows: number) =>
    tenancy.useTenant(tenant, (database) =>
      extendMonth(database, old.chunk, { asked: { ...key, rows }, dataset: prices, signal }),
    );
  const [here, there] = [await extend(key.rows), await extend(manyRows)];
  expect(here!.rows).toBe(3005);
  expect(contentOf(there!)).toEqual(contentOf(here!));
});

const isShared = ({ time, columns }: Chunk): boolean =>
  [time, ...[...columns.values()].flatMap(({ values, nulls }) => (nulls ? [values, nulls] : [values]))].every(
    ({ buffer }) => buffer instanceof SharedArrayBuffer,
  );
