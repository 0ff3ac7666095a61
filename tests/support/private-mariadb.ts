import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';

export type PrivateMariadb = { readonly url: string; stop(): Promise<void> };

const account = process.getuid?.() === 0 ? ['--user=root'] : [];
const startLimitMs = 20_000;

/** Whether the server's programs are on this machine (Debian: `apt-get install mariadb-server`). */
export function hasMariadb(): boolean {
  try {
    execFileSync('mariadbd', ['--no-defaults', '--version'], { stdio: 'ignore' });
    execFileSync('sh', ['-c', 'command -v mariadb-install-db'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A server of our own on a free loopback port with an empty data directory; root has no password. */
export async function startPrivateMariadb({ bufferPoolMb = 128 } = {}): Promise<PrivateMariadb> {
  const directory = mkdtempSync(join(tmpdir(), 'camet-mariadb-'));
  chmodSync(directory, 0o700);
  installSystemTables(directory);
  const port = await freePort();
  const stop = runServer(directory, serverOptions({ directory, port, bufferPoolMb }));
  try {
    await untilReady(port);
  } catch (error) {
    const log = readFileSync(join(directory, 'log'), 'utf8').slice(-2000);
    await stop();
    throw new Error(`The private MariaDB did not start. Its log ends:\n${log}`, { cause: error });
  }
  return { url: `mysql://root@127.0.0.1:${port}/camet_control`, stop };
}

function installSystemTables(directory: string): void {
  const options = [
    '--no-defaults',
    `--datadir=${directory}/data`,
    '--auth-root-authentication-method=normal',
  ];
  execFileSync('mariadb-install-db', [...options, '--skip-test-db', ...account], { stdio: 'ignore' });
}

/** The shell ends the server and deletes its files when our end of the pipe closes: a killed test run leaves nothing either. */
function runServer(directory: string, options: readonly string[]): () => Promise<void> {
  const script =
    'dir="$1"; shift; "$@" >"$dir/log" 2>&1 & cat >/dev/null; kill -9 $!; wait $! 2>/dev/null; rm -rf "$dir"';
  const server = ['mariadbd', '--no-defaults', ...account, ...options];
  const shell = spawn('sh', ['-c', script, 'sh', directory, ...server], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    shell.once('exit', () => resolve());
  });
  return () => {
    shell.stdin.end();
    return ended;
  };
}

type ServerSize = { readonly directory: string; readonly port: number; readonly bufferPoolMb: number };

const serverOptions = ({ directory, port, bufferPoolMb }: ServerSize): string[] => [
  `--datadir=${directory}/data`,
  `--socket=${directory}/socket`,
  `--pid-file=${directory}/pid`,
  `--port=${port}`,
  '--bind-address=127.0.0.1',
  '--skip-name-resolve',
  '--skip-log-bin',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-flush-method=nosync',
  '--innodb-doublewrite=0',
  '--innodb-log-file-size=32M',
  `--innodb-buffer-pool-size=${bufferPoolMb}M`,
  '--character-set-server=utf8mb4',
  '--default-time-zone=+05:00',
];

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(address)));
    });
  });
}

async function untilReady(port: number): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    try {
      const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root' });
      return await connection.end();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
