import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCli } from '../../src/cli/run-cli.ts';
import { type EngineName, freshConfig, removeDatabases } from '../support/engines.ts';

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** An empty place to run commands in, gone when the test ends. */
export type Place = {
  readonly env: Record<string, string>;
  readonly dataDir: string;
  /** Runs a command as the shell would, at a moment (default: 2026-05-20 17:30 UTC). */
  run(
    command: string | readonly string[],
    options?: { now?: number; env?: Record<string, string>; answer?: string },
  ): Promise<Ran>;
};

export const defaultNow = Date.UTC(2026, 4, 20, 17, 30);

export function place(engine: EngineName = 'sqlite'): Place {
  const config = freshConfig(engine);
  onTestFinished(() => removeDatabases(config));
  const env = {
    CAMET_DATA_DIR: config.dataDir,
    CAMET_DATABASE_URL: config.databaseUrl ?? '',
    CAMET_TENANT_DATABASE_PREFIX: config.tenantDatabasePrefix,
    LANG: 'en_US.UTF-8',
  };
  return {
    env,
    dataDir: config.dataDir,
    run: (command, options = {}) => run(command, { ...options, base: env }),
  };
}

type Options = { now?: number; env?: Record<string, string>; answer?: string; base: Record<string, string> };

async function run(command: string | readonly string[], { now, env, answer, base }: Options): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await runCli({
    args: typeof command === 'string' ? command.split(' ') : command,
    env: { ...base, ...env },
    now: () => now ?? defaultNow,
    terminal: {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      progress: () => ({ update: () => {}, stop: () => {} }),
      ask: async () => answer ?? null,
    },
  });
  return { code, out, err };
}

/** A folder of the test's own. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'camet-cli-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
