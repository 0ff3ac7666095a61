import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { hasMariadb, type PrivateMariadb, startPrivateMariadb } from './private-mariadb.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the run's private MariaDB; null where the server is not installed. */
    mariadbUrl: string | null;
    /** Directory of the run's files, deleted when it ends. */
    filesDir: string;
  }
}

/** One MariaDB for the whole run. Continuous integration must have it; elsewhere its tests are skipped, said once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const filesDir = mkdtempSync(join(tmpdir(), 'camet-test-'));
  const server = await startServer();
  project.provide('filesDir', filesDir);
  project.provide('mariadbUrl', server?.url ?? null);
  return async () => {
    await server?.stop();
    rmSync(filesDir, { recursive: true, force: true });
  };
}

async function startServer(): Promise<PrivateMariadb | null> {
  if (hasMariadb()) return startPrivateMariadb();
  if (process.env.CI === 'true') throw new Error(`MariaDB is missing. ${howToInstall}`);
  console.warn(`\n!! MariaDB is missing: every test on MariaDB is SKIPPED. ${howToInstall}\n`);
  return null;
}

const howToInstall = 'On Debian or Ubuntu: apt-get install mariadb-server';
