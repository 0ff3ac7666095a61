import { mkdirSync, statfsSync, statSync } from 'node:fs';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { AppError, say } from '#sdk';
import { cgroupLimit } from '../months/cgroup-limit.ts';
import type { Cli } from './cli.ts';

const mebibyte = 1024 * 1024;
const dayMs = 86_400_000;
const mostDriftMs = 5000;
const leastDiskMb = 200;
/** What the process takes beside its caches. */
const leastBesideCachesMb = 160;

/** The time here, against the database server's, and against the day this program was installed. */
export async function checkClock(cli: Cli): Promise<string> {
  const now = cli.now();
  const drift = cli.tenancy().engine === 'mysql' ? Math.abs(now - (await serverTime(cli))) : 0;
  const installedAt = statSync(fileURLToPath(new URL('../../package.json', import.meta.url))).mtimeMs;
  const time = new Date(now).toISOString();
  if (drift > mostDriftMs) {
    throw new AppError('doctor_clock_drift', { params: { time, seconds: Math.round(drift / 1000) } });
  }
  if (now < installedAt - dayMs) throw new AppError('doctor_clock_past', { params: { time } });
  return time;
}

const serverTime = (cli: Cli): Promise<number> =>
  cli.tenancy().useControl(async ({ knex }) => {
    const [rows] = await knex.raw('select unix_timestamp(now(3)) * 1000 as time');
    return Number(rows[0].time);
  });

export function checkDisk(cli: Cli): string {
  const { dataDir } = cli.config();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = statfsSync(dataDir);
  const free = Math.floor((bavail * bsize) / mebibyte);
  if (free < leastDiskMb)
    throw new AppError('doctor_disk', { params: { dir: dataDir, free, least: leastDiskMb } });
  return say(cli.words, 'cli.doctor_free', { megabytes: free });
}

/** The limit that the caches have to fit under, with room for the rest. */
export function checkMemory(cli: Cli): string {
  const { maxRssBytes, maxChunkBytes, maxMetadataBytes } = cli.config();
  const limit = Math.floor((maxRssBytes ?? cgroupLimit() ?? totalmem()) / mebibyte);
  const caches = Math.ceil((maxChunkBytes + maxMetadataBytes) / mebibyte);
  if (limit < caches + leastBesideCachesMb) {
    throw new AppError('doctor_memory', { params: { limit, caches, beside: leastBesideCachesMb } });
  }
  return say(cli.words, 'cli.doctor_memory_limit', { megabytes: limit });
}
