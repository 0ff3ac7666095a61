import { migrateControl } from '../../src/tenancy/migrate.ts';
import { openTenancy, type TenancyConfig } from '../../src/tenancy/open-tenancy.ts';

/** Migrates until the middle, says so and stands still there, to be killed. */
const tenancy = openTenancy(JSON.parse(process.argv[2]!) as TenancyConfig);
const standstill = new Promise<never>(() => {});
setInterval(() => {}, 1000);

await migrateControl({
  ...tenancy,
  useControl: (work) =>
    tenancy.useControl(async (database) => {
      database.knex.on('query-response', (_rows: unknown, query: { sql: string }) => {
        if (!/create table `memberships__unfinished`/i.test(query.sql)) return;
        process.send?.('halfway');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      });
      return work(database);
    }),
});
await standstill;
