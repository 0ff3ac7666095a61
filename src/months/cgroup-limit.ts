import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Larger numbers mean no limit at all. */
const mostBytes = 2 ** 50;

/**
 * Bytes the process may take by its control group and those around it, the least of them, for cgroup 1 and 2; null
 * where there is no limit. A group and its file are where the process's own mounts show them.
 */
export function cgroupLimit(proc = '/proc/self'): number | null {
  const [groups, mounts] = [`${proc}/cgroup`, `${proc}/mountinfo`].map((path) => readText(path) ?? '');
  const limits = hierarchiesIn(mounts!).flatMap((hierarchy) => {
    const group = groupIn(groups!, hierarchy);
    return group === null ? [] : limitsAlong(hierarchy, group);
  });
  const least = Math.min(...limits.filter((bytes) => bytes > 0 && bytes < mostBytes));
  return Number.isFinite(least) ? least : null;
}

/** A mounted hierarchy of groups: the group that its folder shows, and the name of a limit's file. */
type Hierarchy = { readonly version: 1 | 2; readonly root: string; readonly folder: string };

const limitFile = { 1: 'memory.limit_in_bytes', 2: 'memory.max' } as const;

/** `36 35 0:29 /root /folder rw - cgroup cgroup rw,memory`, a line per mount. */
const hierarchiesIn = (mounts: string): Hierarchy[] =>
  mounts.split('\n').flatMap((line): Hierarchy[] => {
    const [place = '', kind = ''] = line.split(' - ');
    const [root, folder] = place.split(' ').slice(3, 5);
    const [type, , options = ''] = kind.split(' ');
    if (!root || !folder) return [];
    if (type === 'cgroup2') return [{ version: 2, root, folder }];
    if (type !== 'cgroup' || !options.split(',').includes('memory')) return [];
    return [{ version: 1, root, folder }];
  });

/** `4:memory:/group` or, of version 2, `0::/group`. */
function groupIn(groups: string, { version }: Hierarchy): string | null {
  const lines = groups.split('\n').map((line) => line.split(':'));
  const own = lines.find(([id, controllers]) =>
    version === 2 ? id === '0' && controllers === '' : controllers?.split(',').includes('memory'),
  );
  return own ? own.slice(2).join(':') : null;
}

/** The limit of the group and of every group above it that the mount shows; of the mount itself where the group is outside. */
function limitsAlong({ version, root, folder }: Hierarchy, group: string): number[] {
  const below = relative(root, group);
  const limits: number[] = [];
  for (let path = below.startsWith('..') ? '.' : below || '.'; ; path = dirname(path)) {
    limits.push(Number(readText(join(folder, path, limitFile[version])) ?? Number.NaN));
    if (path === '.') return limits;
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
