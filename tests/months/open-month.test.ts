import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeEachEngine } from '../support/engines.ts';
import { contentOf, counting, inMarch, march, price, priceTenant, readChunk } from './prices.ts';

const long = process.env.LONG === '1';

describeEachEngine('a month that grows', (engine) => {
  test('is brought up to date by the rows after its last, as it would be read anew', async () => {
    const { tenancy, open, write } = await priceTenant(engine);
    const { databases, streamed } = counting(tenancy);
    const months = open({ databases });
    await months.readNow();
    await write([price(5, 'e', { symbol: 70_000, close: null }), price(4, 'd', { volume: null })]);
    await write([price(6, 'f', { symbol: 300 })]);
    const { chunk, from } = await months.readNow();
    expect({ from, streamed }).toEqual({ from: 'sql', streamed: [3, 3] });
    expect(contentOf(chunk)).toEqual(contentOf((await open().readNow()).chunk));
    expect(await months.readNow()).toMatchObject({ from: 'memory', chunk });
  });

  test('leaves the older chunk as it was, for whoever holds it', async () => {
    const { open, write } = await priceTenant(engine);
    const months = open();
    const { chunk } = await months.readNow();
    const before = structuredClone(contentOf(chunk));
    await write([price(9, 'z')]);
    await months.readNow();
    expect(contentOf(chunk)).toEqual(before);
  });

  test.each([
    ['a late row', [price(2.5, 'late')]],
    ['a row at the last moment', [price(3, 'd')]],
    ['a correction', [price(2, 'b', { volume: 7 })]],
    ['a row moved to the end', [price(9, 'a')]],
  ])('is read whole, with one statement, after %s', async (_what, rows) => {
    const { tenancy, open, write } = await priceTenant(engine);
    const { databases, streamed } = counting(tenancy);
    const months = open({ databases });
    await months.readNow();
    await write(rows);
    const { chunk, from } = await months.readNow();
    expect({ from, streamed }).toEqual({ from: 'sql', streamed: [3, chunk.rows] });
    expect(contentOf(chunk)).toEqual(contentOf((await open().readNow()).chunk));
  });

  test('is read whole when a late row slips in after the version was looked at', async () => {
    const { tenancy, open, write, keyNow } = await priceTenant(engine);
    const { databases, streamed } = counting(tenancy);
    const months = open({ databases });
    await months.readNow();
    await write([price(5, 'e')]);
    const key = await keyNow();
    await write([price(2.5, 'late')]);
    const { chunk } = await readChunk(months, key);
    expect({ rows: chunk.rows, streamed }).toEqual({ rows: 5, streamed: [3, 0, 5] });
    expect(contentOf(chunk)).toEqual(contentOf((await open().readNow()).chunk));
  });

  test('is read whole when its rows do not add up to those counted', async () => {
    const { tenancy, tenant, open, write } = await priceTenant(engine);
    const months = open();
    await months.readNow();
    await tenancy.useTenant(tenant, async ({ knex }) => {
      await knex(engine === 'sqlite' ? 'prices_202603' : 'prices').insert({
        ...{ source_id: 'restored', symbol: 1, side: 0, volume: 1, close: 1 },
        time: engine === 'sqlite' ? march + 1500 : '2026-03-01 00:00:01.500',
      });
      await knex('month_state').increment('row_count');
    });
    await write([price(5, 'e')]);
    expect((await months.readNow()).chunk.rows).toBe(5);
  });

  test('equals a fresh reading at every moment while two writers write', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(write(), { minLength: 1, maxLength: 3 }), { maxLength: 16 }),
        async (batches) => {
          const { open, write: store, keyNow } = await priceTenant(engine);
          const months = open({ at: inMarch });
          let end = 10;
          const writing = [0, 1].map(async (writer) => {
            for (const [turn, batch] of batches.entries()) {
              if (turn % 2 !== writer) continue;
              end += 100;
              await store(batch.map(({ id, at, symbol }, row) => price(at ?? end + row, id, { symbol })));
            }
          });
          let over = false;
          const done = Promise.all(writing).finally(() => {
            over = true;
          });
          const seen: [unknown, unknown][] = [];
          do {
            await nextTurn();
            const key = await keyNow();
            const [grown, fresh] = await Promise.all([readChunk(months, key), readChunk(open(), key)]);
            const same = grown.chunk.key.version === fresh.chunk.key.version;
            if (same) seen.push([contentOf(grown.chunk), contentOf(fresh.chunk)]);
          } while (!over);
          await done;
          seen.push([contentOf((await months.readNow()).chunk), contentOf((await open().readNow()).chunk)]);
          for (const [grown, fresh] of seen) expect(grown).toEqual(fresh);
        },
      ),
      { numRuns: (engine === 'sqlite' ? 25 : 4) * (long ? 8 : 1) },
    );
  });
});

/** Mostly new rows at the end; now and then a late one, a row moved, or one corrected where it stands. */
const write = () => {
  const symbol = fc.option(fc.nat(100_000));
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ id: fc.uuid(), at: fc.constant(undefined), symbol }) },
    { weight: 1, arbitrary: fc.record({ id: fc.uuid(), at: fc.integer({ min: 1, max: 12 }), symbol }) },
    {
      weight: 1,
      arbitrary: fc.record({ id: fc.constantFrom('a', 'b'), at: fc.constant(undefined), symbol }),
    },
    { weight: 2, arbitrary: fc.record({ id: fc.constant('c'), at: fc.constant(3), symbol }) },
  );
};
