import { readFileSync } from 'node:fs';

/** Where a container or a shared host says how much memory the process may take: cgroup 2, then 1. */
const limitFiles = ['/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/memory.limit_in_bytes'];

/** Larger numbers mean no limit at all. */
const mostBytes = 2 ** 50;

/** Bytes the process may take by its control group; null where there is no limit. */
export function cgroupLimit(files: readonly string[] = limitFiles): number | null {
  for (const file of files) {
    const bytes = Number(readText(file) ?? Number.NaN);
    if (bytes > 0 && bytes < mostBytes) return bytes;
  }
  return null;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
