import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A control group of its own with a limit on memory. */
export type MemoryGroup = {
  readonly version: 1 | 2;
  /** A command that joins the group and becomes the command behind it. */
  readonly within: readonly string[];
  figures(): GroupFigures;
  /** Removes the group once its processes have ended. */
  remove(): Promise<void>;
};

/** Megabytes are 2^20 bytes. `peakMb` counts the pages of files read and written too: the kernel takes those back first. */
export type GroupFigures = {
  readonly peakMb: number;
  readonly limitMb: number;
  /** How often the limit was met and pages had to be taken back. */
  readonly limitHits: number;
  readonly oomKills: number;
};

/** Files of a group by the version of control groups. */
const layouts = {
  1: {
    ...{ root: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes', peak: 'memory.max_usage_in_bytes' },
    hits: (folder: string) => numberIn(folder, 'memory.failcnt'),
    kills: (folder: string) => fieldIn(folder, 'memory.oom_control', 'oom_kill'),
  },
  2: {
    ...{ root: '/sys/fs/cgroup', limit: 'memory.max', peak: 'memory.peak' },
    hits: (folder: string) => fieldIn(folder, 'memory.events', 'max'),
    kills: (folder: string) => fieldIn(folder, 'memory.events', 'oom_kill'),
  },
} as const;

/** Makes a fresh group below the root of the hierarchy. Throws, saying what is missing, where that is not allowed. */
export function makeMemoryGroup(limitMb: number): MemoryGroup {
  const version = existsSync(join(layouts[1].root, layouts[1].limit)) ? 1 : 2;
  const layout = layouts[version];
  const folder = join(layout.root, `camet-bench-${process.pid}`);
  try {
    if (version === 2) writeFileSync(join(layout.root, 'cgroup.subtree_control'), '+memory');
    mkdirSync(folder);
    writeFileSync(join(folder, layout.limit), String(limitMb * 2 ** 20));
  } catch (cause) {
    throw new Error(
      `No control group with a limit on memory can be made below ${layout.root}: that takes root and a writable hierarchy`,
      { cause },
    );
  }
  return {
    version,
    within: ['sh', '-c', 'echo $$ > "$0" && exec "$@"', join(folder, 'cgroup.procs')],
    figures: () => ({
      peakMb: megabytes(numberIn(folder, layout.peak)),
      limitMb: megabytes(numberIn(folder, layout.limit)),
      limitHits: layout.hits(folder),
      oomKills: layout.kills(folder),
    }),
    remove: () => removeGroup(folder),
  };
}

/** A group stays busy for a moment after its last process has ended. */
async function removeGroup(folder: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return rmdirSync(folder);
    } catch (error) {
      if (attempt === 50) throw error;
      await pause(100);
    }
  }
}

const numberIn = (folder: string, name: string): number =>
  Number(readFileSync(join(folder, name), 'utf8').trim());

function fieldIn(folder: string, name: string, field: string): number {
  const found = new RegExp(`^${field} (\\d+)$`, 'm').exec(readFileSync(join(folder, name), 'utf8'));
  if (!found) throw new Error(`${name} has no ${field}`);
  return Number(found[1]);
}

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
