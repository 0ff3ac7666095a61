import { expect, test } from 'vitest';
import type { Dataset, TenantId } from '#sdk';
import { createCatalog } from '../../src/catalog/create-catalog.ts';
import { watchOutsideWriters } from '../../src/months/watch-outside-writers.ts';
import { findTenant } from '../../src/tenancy/tenants.ts';
import { describeEachEngine } from '../support/engines.ts';
import { contentOf, counting, march, price, prices, priceTenant, readChunk } from './prices.ts';

/** Sensors write to it as well. */
const sensed: Dataset = { ...prices, columns: prices.columns.slice(2), freshnessSeconds: 60 };

describeEachEngine('a table that others write to as well', (engine) => {
  async function watched() {
    const made = await priceTenant(engine, sensed);
    const { tenancy, tenant } = made;
    const declaration = { key: sensed.key, pack: 'market', definition: JSON.stringify(sensed) };
    await tenancy.useTenant(tenant, async ({ knex }) => {
      await knex('datasets').insert(declaration);
    });
    const { databases, streamed } = counting(tenancy);
    const months = made.open({ databases });
    let at = march + 3_600_000;
    const process = () => {
      let clock = 0;
      const catalog = createCatalog({
        databases: tenancy,
        findTenant: (id, trace) => findTenant(tenancy, id, trace),
        ...{ maxBytes: 1e6, clock: () => clock, reportBadRow: (_, row) => expect(row).toBe(null) },
      });
      const current = watchOutsideWriters(catalog, { databases: tenancy, now: () => at });
      return async (later: number) => {
        clock += later;
        at += later;
        const trace = { queries: 0 };
        const snapshot = await current(tenant, trace);
        return { states: snapshot.months.get('prices') ?? [], queries: trace.queries };
      };
    };
    const read = async (month: string, ask: ReturnType<typeof process>) => {
      const { states } = await ask(60_000);
      const state = states.find((one) => one.month === month)!;
      return readChunk(months, { tenant, dataset: sensed.key, ...state }, sensed);
    };
    const sense = (second: number, id: string) => insertDirectly(made, { second, id });
    return { ...made, months, streamed, process, read, sense };
  }

  async function insertDirectly(
    { tenancy, tenant }: { tenancy: Parameters<typeof findTenant>[0]; tenant: TenantId },
    { second, id }: { second: number; id: string },
  ) {
    const moment = march + second * 1000;
    await tenancy.useTenant(tenant, ({ knex }) =>
      knex(engine === 'sqlite' ? 'prices_202603' : 'prices').insert({
        time: engine === 'sqlite' ? moment : new Date(moment).toISOString().slice(0, 19).replace('T', ' '),
        ...{ source_id: id, volume: 1, close: 2 },
      }),
    );
  }

  test('is counted at most so often, and then everybody sees the rows', async () => {
    const { process, sense } = await watched();
    const [one, other] = [process(), process()];
    expect((await one(0)).states).toMatchObject([{ rows: 3 }]);
    await sense(10, 's1');
    expect((await one(30_000)).states).toMatchObject([{ rows: 3 }]);
    expect((await one(30_000)).states).toMatchObject([{ rows: 4 }]);
    expect((await other(1000)).states).toMatchObject([{ rows: 4 }]);
    const { queries } = await one(1000);
    expect(queries).toBe(1);
  });

  test('gives its new rows alone, and is read whole for a late one', async () => {
    const { process, read, sense, streamed, open } = await watched();
    const ask = process();
    await read('2026-03', ask);
    await sense(10, 's1');
    await sense(11, 's2');
    const { chunk } = await read('2026-03', ask);
    expect([chunk.rows, streamed]).toEqual([5, [3, 2]]);
    await sense(1.5, 'late');
    const whole = await read('2026-03', ask);
    expect([whole.chunk.rows, streamed]).toEqual([6, [3, 2, 0, 6]]);
    expect(contentOf(whole.chunk)).toEqual(contentOf((await open().readNow()).chunk));
  });

  test('is right when ours and theirs mix between two counts', async () => {
    const { process, read, sense, write, open } = await watched();
    const ask = process();
    await read('2026-03', ask);
    await sense(10, 's1');
    await write([price(9, 'ours', {})]);
    await sense(1.5, 'late');
    const { chunk } = await read('2026-03', ask);
    expect(chunk.rows).toBe(6);
    expect(contentOf(chunk)).toEqual(contentOf((await open().readNow()).chunk));
  });

  test('shows the first rows of a new month, which nobody told of', async () => {
    const { process, sense, tenancy, tenant } = await watched();
    await tenancy.useTenant(tenant, ({ knex }) => knex('month_state').update({ month: '2026-02' }));
    await sense(10, 's1');
    expect((await process()(0)).states).toMatchObject([{ month: '2026-02' }, { month: '2026-03', rows: 4 }]);
  });

  test('asked a hundred times at once is counted once', async () => {
    const { process, sense } = await watched();
    const ask = process();
    await ask(0);
    await sense(10, 's1');
    await ask(59_000);
    const asked = await Promise.all(Array.from({ length: 100 }, (_, index) => ask(index === 0 ? 1000 : 0)));
    expect(asked.every(({ states }) => states[0]!.rows === 4)).toBe(true);
    expect(asked.reduce((sum, { queries }) => sum + queries, 0)).toBeLessThan(12);
  });
});
