import type { TenantId } from '#sdk';
import { openTenancy } from '../../src/tenancy/open-tenancy.ts';
import { manyRows, rowsOf } from '../support/collect-rows.ts';

/** Reads in a thread and closes nothing: `read-and-leave.ts CONFIG TENANT` prints the rows and what keeps the process. */
const [config = '', tenant = ''] = process.argv.slice(2);
const rows = await openTenancy(JSON.parse(config)).useTenant(tenant as TenantId, (database) =>
  rowsOf(database, 'SELECT * FROM notes', { scans: manyRows }),
);
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(JSON.stringify({ rows: rows.length, kept: process.getActiveResourcesInfo() }));
