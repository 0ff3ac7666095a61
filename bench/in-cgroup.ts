import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/shared/config.ts';
import { openTenancy } from '../src/tenancy/open-tenancy.ts';
import { startPrivateMariadb } from '../tests/support/private-mariadb.ts';
import { makePlant } from './make-plant.ts';
import { makeMemoryGroup } from './memory-group.ts';
import { period, productCount, quarterOfProducts } from './plant.ts';
import { machine } from './report.ts';
import { type RunAnswer, type ServerProcess, startServerProcess } from './server-process.ts';
import { openSqlBench, type ProductTotals } from './sql-cards.ts';

/**
 * `npm run bench:cgroup [-- --rows N] [--mb M] [--settle SECONDS]`: the whole server in a control group of so many
 * megabytes answers a window of all rows, then ten more with filters, each answer compared with SQL. MariaDB stands
 * outside the group. Ends with one line of JSON; fails when the group killed something or an answer is wrong.
 */
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    mb: { type: 'string', default: '512' },
    settle: { type: 'string', default: '60' },
  },
});
const rows = Number(values.rows);
const limitMb = Number(values.mb);
const everyNth = (step: number): number[] =>
  Array.from({ length: productCount }, (_, index) => index + 1).filter((product) => product % step === 1);
/** Ten filters by product, from a quarter of the rows to half of them to a tenth. */
const filters = [quarterOfProducts, ...[2, 3, 4, 5, 6, 7, 8, 9, 10].map(everyNth)];

const group = makeMemoryGroup(limitMb);
console.log(`Machine: ${machine()}; ${limitMb} MB by control groups of version ${group.version}`);
const folder = mkdtempSync(join(tmpdir(), 'camet-bench-'));
try {
  await withMariadb(async (address) => {
    const env = {
      CAMET_DATABASE_URL: address,
      CAMET_DATA_DIR: join(folder, 'data'),
      CAMET_LOG_LEVEL: 'warn',
    };
    const totals = await fillAndSum(env, address);
    await withServer(env, async (server) => {
      const report = await askServer(server, totals);
      console.log(JSON.stringify({ rows, ...report, ...group.figures() }));
      if (group.figures().oomKills > 0) throw new Error('The control group killed a process');
    });
  });
} finally {
  await group.remove();
  rmSync(folder, { recursive: true, force: true });
}

async function withMariadb(work: (address: string) => Promise<void>): Promise<void> {
  const mariadb = await startPrivateMariadb({ bufferPoolMb: 2048 });
  await work(mariadb.url).finally(() => mariadb.stop());
}

async function withServer(
  env: Record<string, string>,
  work: (server: ServerProcess) => Promise<void>,
): Promise<void> {
  const server = await startServerProcess(env, group.within);
  await work(server).finally(() => server.stop());
}

/** Makes the rows; what the database says of every product. */
async function fillAndSum(env: Record<string, string>, address: string): Promise<ProductTotals[]> {
  const tenancy = openTenancy(readConfig(env));
  const tenant = await makePlant(tenancy, address, rows);
  const sql = await openSqlBench(address, tenancy.locate(tenant));
  try {
    return await sql.productTotals();
  } finally {
    await sql.close();
    await tenancy.close();
  }
}

async function askServer(server: ServerProcess, totals: readonly ProductTotals[]) {
  const rest = server.statusMb('VmRSS');
  const cold = await ask(server, totals, null);
  const filtered: number[] = [];
  for (const products of filters) filtered.push(await ask(server, totals, products));
  const [peak, last] = [server.statusMb('VmHWM'), server.statusMb('VmRSS')];
  await pause(1000 * Number(values.settle));
  return {
    ...{ cold_ms: cold, filter_ms: filtered, rss_rest_mb: rest, rss_mb: peak, rss_last_mb: last },
    rss_settled_mb: server.statusMb('VmRSS'),
  };
}

/** One Apply; throws unless its cards say what the database says. Its milliseconds. */
async function ask(
  server: ServerProcess,
  totals: readonly ProductTotals[],
  products: readonly number[] | null,
): Promise<number> {
  const answer = await server.run({ period, ...(products && { product: products }) });
  const wanted = totals.filter(({ product }) => !products || products.includes(product));
  const sum = (name: keyof ProductTotals) => wanted.reduce((total, row) => total + row[name], 0);
  same('rows', answer.stats.rows, sum('rows'));
  same('pieces', kpi(answer, 'b-pieces'), sum('pieces'));
  same('grams', kpi(answer, 'b-weight'), sum('grams'));
  return answer.stats.ms;
}

function kpi({ widgets }: RunAnswer, key: string): number {
  return (widgets[key]!.data as { value: number }).value;
}

function same(what: string, found: number, wanted: number): void {
  if (!(Math.abs(found - wanted) <= 1e-9 * Math.abs(wanted)))
    throw new Error(`${what}: ${found}, not ${wanted}`);
}
