import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChunkOrigin, TenantId } from '#sdk';
import { readConfig } from '../src/shared/config.ts';
import { openTenancy } from '../src/tenancy/open-tenancy.ts';
import { hasMariadb, startPrivateMariadb } from '../tests/support/private-mariadb.ts';
import { type BenchApp, openBenchApp } from './bench-app.ts';
import { checkAnswers } from './check-answers.ts';
import { makePlant } from './make-plant.ts';
import { type Contender, measure, type Timing, worstBlock } from './measure.ts';
import { quarterOfProducts } from './plant.ts';
import { readColumns } from './read-columns.ts';
import { referenceCards } from './reference.ts';
import { type ServerMemory, serverMemory } from './server-memory.ts';
import { openSqlBench } from './sql-cards.ts';

export type BenchResult = {
  readonly rows: number;
  readonly timings: ReadonlyMap<string, Timing>;
  /** Longest stop of the event loop in milliseconds, by Apply. */
  readonly blocks: Readonly<Record<string, number>>;
  readonly memory: ServerMemory;
};

const bufferPoolMb = 2048;
const slowRows = 3_000_000;

/** Everything for one number of rows, on a MariaDB of its own that is gone afterwards. */
export async function runBench(rows: number, { settleMs }: { settleMs: number }): Promise<BenchResult> {
  if (!hasMariadb()) throw new Error('The bench needs MariaDB: apt-get install mariadb-server');
  const server = await startPrivateMariadb({ bufferPoolMb });
  const folder = mkdtempSync(join(tmpdir(), 'camet-bench-'));
  try {
    const env = {
      CAMET_DATABASE_URL: server.url,
      CAMET_DATA_DIR: join(folder, 'data'),
      CAMET_LOG_LEVEL: 'error',
      CAMET_WORKERS: process.env.CAMET_WORKERS ?? '',
      ...(rows > 5_000_000 && { CAMET_MAX_WINDOW_ROWS: String(2 * rows) }),
    };
    const tenancy = openTenancy(readConfig(env));
    const tenant = await makePlant(tenancy, server.url, rows);
    await tenancy.close();
    const { timings, blocks } = await timeAll({ env, address: server.url, tenant, rows });
    return { rows, timings, blocks, memory: await serverMemory(env, settleMs) };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Bench = {
  readonly env: Record<string, string>;
  readonly address: string;
  readonly tenant: TenantId;
  readonly rows: number;
};

async function timeAll(bench: Bench): Promise<Pick<BenchResult, 'timings' | 'blocks'>> {
  const tenancy = openTenancy(readConfig(bench.env));
  const sql = await openSqlBench(bench.address, tenancy.locate(bench.tenant));
  const columns = await readColumns(tenancy, bench.tenant);
  const apps = await openApps(bench.env);
  const { warm, cold, file } = apps;
  try {
    const loops = () => referenceCards(columns.chunks, columns.lines);
    checkAnswers(await warm.apply(null), await sql.sequential(null), loops());
    checkAnswers(await warm.apply(quarterOfProducts), await sql.sequential(quarterOfProducts), null);
    const fast = bench.rows > slowRows ? 9 : 15;
    const slow = bench.rows > slowRows ? 3 : 9;
    const contenders: Contender[] = [
      { name: 'sql', rounds: slow, run: () => sql.sequential(null) },
      { name: 'sql4', rounds: slow, run: () => sql.parallel(null) },
      { name: 'sql filtered', rounds: slow, run: () => sql.sequential(quarterOfProducts) },
      { name: 'reference', rounds: fast, run: loops },
      { name: 'warm', rounds: fast, run: () => warm.apply(null) },
      { name: 'filter', rounds: fast, run: () => warm.apply(quarterOfProducts) },
      { name: 'cold', rounds: slow, run: () => cold.apply(null) },
      { name: 'file', rounds: fast, run: () => file.apply(null) },
    ];
    const timings = await measure(contenders);
    return { timings, blocks: await blocksOf(apps) };
  } finally {
    await Promise.all([warm.close(), cold.close(), file.close(), sql.close(), tenancy.close()]);
  }
}

/**
 * Servers that have been running: one holds the months, one reads them from MariaDB each time, one from their files.
 */
type Apps = { readonly warm: BenchApp; readonly cold: BenchApp; readonly file: BenchApp };

async function openApps(env: Record<string, string>): Promise<Apps> {
  const config = readConfig(env);
  const writer = await openBenchApp(config);
  await writer.apply(null);
  await writer.close(); // which waits until the months it read are files
  const forgetful = { ...config, maxChunkBytes: 0 };
  const apps = {
    warm: await openBenchApp(config),
    cold: await openBenchApp({ ...forgetful, maxCacheBytes: 0 }),
    file: await openBenchApp(forgetful),
  };
  await apps.warm.apply(null);
  await expectOrigin(apps.warm, 'memory');
  await expectOrigin(apps.cold, 'sql');
  await expectOrigin(apps.file, 'file');
  return apps;
}

async function expectOrigin(app: BenchApp, origin: ChunkOrigin): Promise<void> {
  const { months } = (await app.apply(null)).stats;
  const other = months.find(({ from }) => from !== origin);
  if (other) throw new Error(`${other.table} ${other.month} came from ${other.from}, not ${origin}`);
}

async function blocksOf({ warm, cold, file }: Apps): Promise<Record<string, number>> {
  return {
    cold: await worstBlock(() => cold.apply(null)),
    file: await worstBlock(() => file.apply(null)),
    warm: await worstBlock(() => warm.apply(null)),
    filter: await worstBlock(() => warm.apply(quarterOfProducts)),
  };
}
