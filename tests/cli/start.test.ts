import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { type Place, place } from './run.ts';

const program = fileURLToPath(new URL('../../src/cli/camet.js', import.meta.url));

/** Runs a command as a process until it prints what is awaited. */
async function startProcess({ env }: Place, { command, awaited }: { command: string; awaited: RegExp }) {
  const child = spawn(process.execPath, [program, command], {
    env: { ...process.env, ...env, PORT: '0', CAMET_ERP_PORT: '0' },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
  }
  while (!awaited.test(out) && child.exitCode === null) await sleep(50);
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? '';
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    return code;
  };
  return { address, out: () => out, stop };
}

it('starts with the demo, says how to sign in, and ends when told to', { timeout: 60_000 }, async () => {
  const here = place();
  await here.run('demo --rows 2000', { now: Date.now() });
  const running = await startProcess(here, { command: 'start', awaited: /CAMET_DEMO_PASSWORD\.\n/ });
  expect(running.out()).toContain('Sign in as admin@demo.example');
  expect(running.out()).toContain('The password is the one shown the first time');
  expect((await fetch(`${running.address}/healthz`)).status).toBe(200);
  expect((await fetch(`${running.address}/login`)).status).toBe(200);
  expect(await running.stop()).toBe(0);
});

it('serves what is there, also when that is nothing', { timeout: 60_000 }, async () => {
  const running = await startProcess(place(), { command: 'serve', awaited: /Camet answers at .*\n/ });
  expect((await fetch(`${running.address}/healthz`)).status).toBe(200);
  expect(await running.stop()).toBe(0);
});
