import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { cgroupLimit } from '../../src/months/cgroup-limit.ts';

/** A machine with such a `/proc/self` and such files of groups; `$` stands for the folder of the hierarchies. */
function machine(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(inject('filesDir'), 'cgroup-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(name)), { recursive: true });
    writeFileSync(join(root, name), `${text.replaceAll('$', root)}\n`);
  }
  return root;
}

const one = '35 31 0:29 / $/memory rw,relatime - cgroup cgroup rw,memory';
const two = '41 31 0:35 / $/unified rw,relatime - cgroup2 cgroup2 rw';
const megabytes = (count: number) => String(count * 2 ** 20);
const unlimited = '9223372036854771712';

test.each([
  [
    'of version 1, nested',
    {
      mountinfo: `${two}\n${one}`,
      cgroup: '4:memory:/outer/inner\n0::/',
      'memory/memory.limit_in_bytes': unlimited,
      'memory/outer/memory.limit_in_bytes': unlimited,
      'memory/outer/inner/memory.limit_in_bytes': megabytes(512),
    },
    512,
  ],
  [
    'of version 1, by the group around it',
    {
      mountinfo: one,
      cgroup: '4:cpu,memory:/outer/inner',
      'memory/outer/memory.limit_in_bytes': megabytes(300),
      'memory/outer/inner/memory.limit_in_bytes': unlimited,
    },
    300,
  ],
  [
    'of version 2, nested, the least of all',
    {
      mountinfo: two,
      cgroup: '0::/a/b/c',
      'unified/a/memory.max': megabytes(512),
      'unified/a/b/memory.max': megabytes(256),
      'unified/a/b/c/memory.max': 'max',
    },
    256,
  ],
  [
    'of a container that sees its own group as the root',
    { mountinfo: two, cgroup: '0::/', 'unified/memory.max': megabytes(128) },
    128,
  ],
  [
    'of a container told its path outside',
    {
      mountinfo: '35 31 0:29 /docker/abc $/memory ro - cgroup cgroup rw,memory',
      cgroup: '4:memory:/docker/abc/app',
      'memory/memory.limit_in_bytes': megabytes(512),
      'memory/app/memory.limit_in_bytes': megabytes(64),
    },
    64,
  ],
  [
    'of a mount that does not show the group',
    {
      mountinfo: '35 31 0:29 /docker/abc $/memory ro - cgroup cgroup rw,memory',
      cgroup: '4:memory:/elsewhere',
      'memory/memory.limit_in_bytes': megabytes(512),
    },
    512,
  ],
  ['that has none', { mountinfo: two, cgroup: '0::/a', 'unified/a/memory.max': 'max' }, null],
  ['on a machine without groups', {}, null],
] as const)('the limit of a control group %s', (_which, files, wanted) => {
  const limit = cgroupLimit(machine(files as Record<string, string>));
  expect(limit && limit / 2 ** 20).toBe(wanted);
});

const hierarchy = '/sys/fs/cgroup/memory';
const program = new URL('../../src/months/cgroup-limit.ts', import.meta.url);
const canMake = process.getuid?.() === 0 && isWritable(join(hierarchy, 'memory.limit_in_bytes'));
if (!canMake) console.warn('\n!! No memory group can be made here: the limit of a real one is SKIPPED.\n');

test.skipIf(!canMake)('the limit of a real group, and of one inside it', () => {
  const outer = join(hierarchy, `camet-test-${process.pid}`);
  const inner = join(outer, 'inner');
  mkdirSync(inner, { recursive: true });
  try {
    writeFileSync(join(outer, 'memory.limit_in_bytes'), megabytes(300));
    expect([outer, inner].map(limitWithin)).toEqual([300, 300]);
  } finally {
    for (const folder of [inner, outer]) rmdirSync(folder);
  }
});

/** What a process of its own in the group finds, in megabytes. */
function limitWithin(folder: string): number {
  const script = `import { cgroupLimit } from '${program}'; console.log(cgroupLimit())`;
  const join = 'echo $$ > "$0/cgroup.procs" && exec "$@"';
  const node = [process.execPath, '--input-type=module', '-e', script];
  return Number(execFileSync('sh', ['-c', join, folder, ...node], { encoding: 'utf8' })) / 2 ** 20;
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
