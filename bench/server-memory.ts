import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { benchUser } from './make-plant.ts';
import { period, quarterOfProducts } from './plant.ts';

export type ServerMemory = {
  /** Megabytes (2^20 bytes) resident: at rest after the start, at the peak, and 60 s after the last Apply. */
  readonly startMb: number;
  readonly peakMb: number;
  readonly settledMb: number | null;
};

const program = fileURLToPath(new URL('../src/cli/camet.js', import.meta.url));

/**
 * The whole server as its users start it: one cold Apply over the whole window, ten warm ones, one with a filter.
 * `settleMs`: how long to wait before looking whether the memory came back; 0 does not look.
 */
export async function serverMemory(env: Record<string, string>, settleMs: number): Promise<ServerMemory> {
  const child = spawn(program, ['serve'], {
    env: { ...process.env, ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const address = await addressOf(child.stdout);
    const startMb = statusMb(child.pid!, 'VmRSS');
    const token = await signIn(address);
    for (let run = 0; run < 11; run++) await apply(address, token, { period });
    await apply(address, token, { period, product: quarterOfProducts });
    const peakMb = statusMb(child.pid!, 'VmHWM');
    await pause(settleMs);
    return { startMb, peakMb, settledMb: settleMs > 0 ? statusMb(child.pid!, 'VmRSS') : null };
  } finally {
    child.kill();
  }
}

async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const found = /http:\/\/[\d.:]+/.exec(line);
    if (!found || line.startsWith('{')) continue;
    output.resume();
    return found[0];
  }
  throw new Error('The server ended before it answered');
}

async function signIn(address: string): Promise<string> {
  const answer = await post(`${address}/api/v1/auth/token`, {}, benchUser);
  return (answer as { accessToken: string }).accessToken;
}

async function apply(address: string, token: string, filters: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await post(`${address}/api/v1/dashboards/bench/run`, headers, { filters });
  const { widgets } = answer as { widgets: Record<string, { status: string; error?: unknown }> };
  const failed = Object.entries(widgets).find(([, { status }]) => status !== 'ok');
  if (failed) throw new Error(`The card ${failed[0]} is ${failed[1].status}`, { cause: failed[1].error });
}

async function post(url: string, headers: Record<string, string>, body: object): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

function statusMb(pid: number, field: string): number {
  const [, kilobytes] = new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Math.round(Number(kilobytes) / 102.4) / 10;
}
