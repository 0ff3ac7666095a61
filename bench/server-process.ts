import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { benchUser } from './make-plant.ts';

/** The JSON dictionary of a run, as far as a bench looks into it. */
export type RunAnswer = {
  readonly widgets: Readonly<Record<string, RunWidget>>;
  readonly stats: {
    readonly rows: number;
    readonly months: readonly { readonly from: string }[];
    readonly ms: number;
  };
};
type RunWidget = { readonly status: string; readonly data: unknown; readonly error?: unknown };

/** The whole server as its users start it. */
export type ServerProcess = {
  readonly pid: number;
  /** One Apply through the JSON API. Throws when a card failed. */
  run(filters: object): Promise<RunAnswer>;
  /** A field of the process's status in megabytes (2^20 bytes): `VmRSS` now, `VmHWM` at the peak. */
  statusMb(field: 'VmRSS' | 'VmHWM'): number;
  stop(): Promise<void>;
};

const program = fileURLToPath(new URL('../src/cli/camet.js', import.meta.url));

/** Starts it on a free port. `within`: a command that runs the one behind it, such as one that joins a control group. */
export async function startServerProcess(
  env: Record<string, string>,
  within: readonly string[] = [],
): Promise<ServerProcess> {
  const [command, ...args] = [...within, program, 'serve'];
  const child = spawn(command!, args, {
    env: { ...process.env, ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () => stopped(child);
  try {
    const address = await addressOf(child.stdout);
    const answer = await post(`${address}/api/v1/auth/token`, {}, benchUser);
    const { accessToken } = answer as { accessToken: string };
    return {
      ...{ pid: child.pid!, stop },
      run: (filters) => run(address, accessToken, filters),
      statusMb: (field) => statusMb(child.pid!, field),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  child.kill();
  return new Promise((resolve) => child.once('exit', () => resolve()));
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

async function run(address: string, token: string, filters: object): Promise<RunAnswer> {
  const headers = { authorization: `Bearer ${token}` };
  const answer = (await post(`${address}/api/v1/dashboards/bench/run`, headers, { filters })) as RunAnswer;
  const failed = Object.entries(answer.widgets).find(([, { status }]) => status !== 'ok');
  if (failed) throw new Error(`The card ${failed[0]} is ${failed[1].status}`, { cause: failed[1].error });
  return answer;
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
