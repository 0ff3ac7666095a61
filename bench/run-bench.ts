import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId } from '#sdk';
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
    const { timings, blocks } = await timeAll({ env, address: server.url, tenant, rows, folder });
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
  readonly folder: string;
};

async function timeAll(bench: Bench): Promise<Pick<BenchResult, 'timings' | 'blocks'>> {
  const tenancy = openTenancy(readConfig(bench.env));
  const sql = await openSqlBench(bench.address, tenancy.locate(bench.tenant));
  const columns = await readColumns(tenancy, bench.tenant);
  const warm = await openBenchApp(readConfig(bench.env));
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
      freshApp('cold', slow, () => freshEnv(bench)),
      ...(await fileContenders(bench, fast)),
    ];
    const timings = await measure(contenders);
    return { timings, blocks: await blocksOf(bench, warm) };
  } finally {
    await Promise.all([warm.close(), sql.close(), tenancy.close()]);
  }
}

/** A new app each time, started untimed. */
function freshApp(name: string, rounds: number, env: () => Record<string, string>): Contender {
  let app: BenchApp | undefined;
  return {
    ...{ name, rounds },
    prepare: async () => {
      app = await openBenchApp(readConfig(env()));
    },
    run: () => app!.apply(null),
    finish: () => app!.close(),
  };
}

let fresh = 0;
const freshEnv = ({ env, folder }: Bench) => ({ ...env, CAMET_DATA_DIR: join(folder, `cold-${fresh++}`) });

/** Over the files that an earlier app has written; none where months are not kept as files. */
async function fileContenders(bench: Bench, rounds: number): Promise<Contender[]> {
  const env = freshEnv(bench);
  const origins = new Set<string>();
  for (let run = 0; run < 2; run++) {
    const app = await openBenchApp(readConfig(env));
    origins.clear();
    for (const { from } of (await app.apply(null)).stats.months) origins.add(from);
    await app.close();
  }
  return [...origins].join() === 'file' ? [freshApp('file', rounds, () => env)] : [];
}

/** The app that read the months cold has made them files when it is closed. */
async function blocksOf(bench: Bench, warm: BenchApp): Promise<Record<string, number>> {
  const env = freshEnv(bench);
  const blockOf = async (): Promise<number> => {
    const app = await openBenchApp(readConfig(env));
    const block = await worstBlock(() => app.apply(null));
    await app.close();
    return block;
  };
  return {
    cold: await blockOf(),
    file: await blockOf(),
    warm: await worstBlock(() => warm.apply(null)),
    filter: await worstBlock(() => warm.apply(quarterOfProducts)),
  };
}
