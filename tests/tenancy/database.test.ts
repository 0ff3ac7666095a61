import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { manyRows, rowsOf, upToMinusOne } from '../support/collect-rows.ts';
import { describeEachEngine, testTenancy } from '../support/engines.ts';
import { untilGate } from '../support/until-gate.ts';

describeEachEngine('a database', (engine) => {
  const withCounter = async () => {
    const made = await testTenancy(engine);
    const { id } = await made.createTestTenant('demo');
    await made.tenancy.useTenant(id, async ({ knex }) => {
      await knex.schema.createTable('counters', (table) => {
        table.integer('id').primary();
        table.double('value');
        table.string('text', 20);
      });
      await knex('counters').insert({ id: 1, value: 0 });
    });
    return { ...made, id };
  };

  it('counts every statement sent for a piece of work', async () => {
    const { tenancy, id } = await withCounter();
    const trace = { queries: 0 };
    await tenancy.useTenant(
      id,
      async (database) => {
        await database.knex('counters').select();
        expect(trace.queries).toBe(1);
        await rowsOf(database, 'SELECT id FROM counters');
        await rowsOf(database, 'SELECT id FROM counters', { scans: manyRows });
        expect(trace.queries).toBe(3);
        await database.transaction((trx) => trx('counters').update({ value: 1 }));
        expect(trace.queries).toBe(6);
      },
      trace,
    );
    await tenancy.useTenant(id, ({ knex }) => knex('counters').select());
    expect(trace.queries).toBe(6);
  });

  it('rolls a failed transaction back', async () => {
    const { tenancy, id } = await withCounter();
    const failing = tenancy.useTenant(id, (database) =>
      database.transaction(async (trx) => {
        await trx('counters').update({ value: 9 });
        throw new Error('stop');
      }),
    );
    await expect(failing).rejects.toThrow('stop');
    expect(await tenancy.useTenant(id, ({ knex }) => knex('counters').first('value'))).toEqual({ value: 0 });
  });

  it('loses no update of writers at once', async () => {
    const { tenancy, id } = await withCounter();
    const add = () =>
      tenancy.useTenant(id, (database) =>
        database.transaction(async (trx) => {
          const { value } = await trx('counters').where({ id: 1 }).forUpdate().first('value');
          await sleep(2);
          await trx('counters')
            .where({ id: 1 })
            .update({ value: value + 1 });
        }),
      );
    await Promise.all(Array.from({ length: 30 }, add));
    expect(await tenancy.useTenant(id, ({ knex }) => knex('counters').first('value'))).toEqual({ value: 30 });
  });

  it('lets the process go on while a writer waits for another', async () => {
    const { tenancy, id } = await withCounter();
    const { gate: released, open: release } = untilGate();
    const { gate: begun, open: begin } = untilGate();
    const slow = tenancy.useTenant(id, (database) =>
      database.transaction(async (trx) => {
        await trx('counters').where({ id: 1 }).update({ value: 1 });
        begin();
        await released;
      }),
    );
    await begun;
    let turns = 0;
    let written = false;
    const ticking = setInterval(() => turns++, 10);
    const waiting = tenancy.useTenant(id, async ({ knex }) => {
      await knex('counters').where({ id: 1 }).update({ value: 2 });
      written = true;
    });
    await sleep(300);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(5);
    expect(written).toBe(false);
    release();
    await waiting;
    await slow;
    expect(await tenancy.useTenant(id, ({ knex }) => knex('counters').first('value'))).toEqual({ value: 2 });
  });

  it.each([
    ['few', 0],
    ['many', manyRows],
  ])('collects %s rows as arrays, in order, without stopping the process for long', async (_, scans) => {
    const { tenancy, id } = await withCounter();
    const rows = Array.from({ length: 50_000 }, (_, index) => ({
      id: index + 2,
      value: index / 2,
      text: index % 2 ? null : `n${index}`,
    }));
    await tenancy.useTenant(id, async (database) => {
      await database.transaction(async (trx) => {
        await trx.batchInsert('counters', rows, 500);
      });
      let turns = 0;
      const ticking = setInterval(() => turns++, 1);
      const sql = 'SELECT id, value, text FROM counters WHERE id >= ? ORDER BY id';
      const read = await rowsOf(database, sql, { bindings: [2], scans });
      clearInterval(ticking);
      expect(read.length).toBe(50_000);
      expect(read[0]).toEqual([2, 0, 'n0']);
      expect(read[49_999]).toEqual([50_001, 24_999.5, null]);
      expect(turns).toBeGreaterThan(0);
    });
  });

  it.each([
    ['few', 0],
    ['many', manyRows],
  ])('ends a reading of %s rows whose collector throws, and goes on working', async (_, scans) => {
    const { tenancy, id } = await withCounter();
    await tenancy.useTenant(id, async (database) => {
      const { signal } = new AbortController();
      const asked = { bindings: [], options: null, scans, signal };
      const failing = database.collect({ ...asked, sql: 'SELECT -1', collecting: upToMinusOne });
      await expect(failing).rejects.toThrow('minus one');
      await expect(rowsOf(database, 'SELECT nothing FROM counters', { scans })).rejects.toThrow(/nothing/);
      expect(await rowsOf(database, 'SELECT id FROM counters', { scans })).toEqual([[1]]);
      expect(await database.knex('counters').first('id')).toEqual({ id: 1 });
    });
  });

  it('compares texts by their bytes', async () => {
    const { tenancy, id } = await withCounter();
    await tenancy.useTenant(id, async ({ knex }) => {
      const entry = { pack: null, class_name: 'X', title: '{}', settings: '{}' };
      await knex('filters').insert([
        { ...entry, key: 'a' },
        { ...entry, key: 'A' },
        { ...entry, key: 'á' },
      ]);
      const keys = await knex('filters').orderBy('key').pluck('key');
      expect(keys).toEqual(['A', 'a', 'á']);
    });
  });

  it.runIf(engine === 'mysql')('runs in UTC and strictly, whatever the server’s own settings', async () => {
    const { tenancy, id } = await withCounter();
    await tenancy.useTenant(id, async ({ knex }) => {
      const [[row]] = await knex.raw('SELECT @@time_zone AS zone, @@global.time_zone AS theirs');
      expect(row).toEqual({ zone: '+00:00', theirs: '+05:00' });
      await expect(knex('counters').update({ text: 'x'.repeat(21) })).rejects.toThrow(/too long/);
    });
  });
});
