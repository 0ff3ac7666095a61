import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeEachEngine } from '../support/engines.ts';
import { folder, price, priceTenant } from './prices.ts';

const canMount = mountable();
if (!canMount) console.warn('\n!! Nothing can be mounted here: the tests of a full disk are SKIPPED.\n');
const canLimit = succeeds(() => limitFiles('unlimited'));
if (!canLimit) console.warn('\n!! prlimit is missing: the test of files that may not grow is SKIPPED.\n');

describeEachEngine('the folder of months', (engine) => {
  async function readsTwice(cache: string, beforeReading = () => {}) {
    const { open, write } = await priceTenant(engine);
    const rows = Array.from({ length: 20_000 }, (_, index) => price(10 + index, `m${index}`));
    for (let start = 0; start < rows.length; start += 5000) await write(rows.slice(start, start + 5000));
    beforeReading();
    const warnings: object[] = [];
    const log = { warn: (data: object) => warnings.push(data) };
    const from: string[] = [];
    for (let turn = 0; turn < 2; turn++) {
      const months = open({ folder: cache, log });
      const read = await months.readNow();
      expect(read.chunk.rows).toBe(20_003);
      from.push(read.from);
      await months.sealed();
    }
    return { from, warnings: warnings.length };
  }

  test('is made when it is missing, also between two readings', async () => {
    const { open } = await priceTenant(engine);
    const cache = folder();
    const months = open({ folder: cache });
    await months.readNow();
    await months.sealed();
    expect((await open({ folder: cache }).readNow()).from).toBe('file');
    rmSync(dirname(cache), { recursive: true });
    const next = open({ folder: cache });
    expect((await next.readNow()).from).toBe('sql');
    await next.sealed();
    expect((await open({ folder: cache }).readNow()).from).toBe('file');
  });

  test('costs only time where a file stands in its place', async () => {
    const cache = folder();
    writeFileSync(cache, 'not a folder');
    expect(await readsTwice(cache)).toEqual({ from: ['sql', 'sql'], warnings: 2 });
  });

  test.skipIf(!canMount)('costs only time on a full disk, and leaves no half of a file', async () => {
    const cache = mounted('size=100k');
    expect(await readsTwice(cache)).toEqual({ from: ['sql', 'sql'], warnings: 2 });
    expect(execFileSync('find', [cache, '-type', 'f'], { encoding: 'utf8' })).toBe('');
  });

  test.skipIf(!canLimit)(
    'costs only time where no file may grow so large, and leaves no half of one',
    async () => {
      const cache = folder();
      onTestFinished(() => limitFiles('unlimited'));
      expect(await readsTwice(cache, () => limitFiles('100000'))).toEqual({
        from: ['sql', 'sql'],
        warnings: 2,
      });
      expect(execFileSync('find', [cache, '-type', 'f'], { encoding: 'utf8' })).toBe('');
    },
  );

  test.skipIf(!canMount)('costs only time where nothing can be written', async () => {
    const cache = mounted('size=1m,ro');
    expect(await readsTwice(cache)).toEqual({ from: ['sql', 'sql'], warnings: 2 });
  });

  test('warns once a minute, however much fails', async () => {
    const { open, write } = await priceTenant(engine);
    const cache = folder();
    writeFileSync(cache, 'not a folder');
    let warnings = 0;
    const months = open({ folder: cache, log: { warn: () => warnings++ } });
    for (let turn = 0; turn < 5; turn++) {
      await write([price(100 + turn, `t${turn}`)]);
      await months.readNow();
      await months.sealed();
    }
    expect(warnings).toBe(1);
  });
});

/** A file system of its own that holds next to nothing. */
function mounted(options: string): string {
  const cache = folder();
  mkdirSync(cache);
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', cache]);
  onTestFinished(() => {
    execFileSync('umount', [cache]);
  });
  return cache;
}

/** Bytes that a file written by this process may have. */
function limitFiles(bytes: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`], { stdio: 'ignore' });
}

function mountable(): boolean {
  if (process.getuid?.() !== 0) return false;
  const cache = mkdtempSync(join(tmpdir(), 'camet-mount-'));
  const mounts = succeeds(() => {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', cache], { stdio: 'ignore' });
    execFileSync('umount', [cache]);
  });
  rmSync(cache, { recursive: true, force: true });
  return mounts;
}

function succeeds(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}
