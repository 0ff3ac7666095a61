import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { folder, type Place, place } from './run.ts';

const program = fileURLToPath(new URL('../../src/cli/camet.ts', import.meta.url));

async function fileOf(rows: number): Promise<string> {
  const path = join(folder(), `${rows}.csv`);
  const file = createWriteStream(path);
  file.write('ts,machine,product,items\n');
  for (let index = 0; index < rows; index++) {
    const time = new Date(Date.UTC(2025, 0, 1) + index * 20_000).toISOString();
    if (!file.write(`${time},M${index % 3},p${index % 14},${index % 9}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return path;
}

/** Imports in a process of its own with a small heap; its peak of resident memory, in MB. */
async function peakOf({ env }: Place, file: string): Promise<number> {
  const options = '--line-from machine --map time=ts,product=product,quantity=items --create-metadata';
  const command = `import --tenant acme --dataset detections ${options} ${file}`;
  const child = spawn(process.execPath, ['--max-old-space-size=96', program, ...command.split(' ')], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  let peak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    peak = Math.max(peak, highWaterMb(child.pid!));
    await sleep(50);
  }
  expect({ code: child.exitCode, signal: child.signalCode }).toEqual({ code: 0, signal: null });
  return peak;
}

function highWaterMb(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

it.skipIf(process.platform !== 'linux')('an import of ten times the rows takes no more memory', async () => {
  const here = place();
  await here.run('tenant create acme --zone Europe/Madrid');
  const small = await peakOf(here, await fileOf(100_000));
  const large = await peakOf(here, await fileOf(1_000_000));
  expect(large).toBeLessThan(small * 1.25);
});
