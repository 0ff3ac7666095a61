import type { TestProject } from 'vitest/node';
import { hasMariadb, startPrivateMariadb } from './private-mariadb.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Address of the run's private MariaDB; null where the server is not installed. */
    mariadbUrl: string | null;
  }
}

/** One MariaDB for the whole run. Continuous integration must have it; elsewhere its tests are skipped, said once. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!hasMariadb()) {
    if (process.env.CI === 'true') throw new Error(`MariaDB is missing. ${howToInstall}`);
    console.warn(`\n!! MariaDB is missing: every test on MariaDB is SKIPPED. ${howToInstall}\n`);
    project.provide('mariadbUrl', null);
    return undefined;
  }
  const server = await startPrivateMariadb();
  project.provide('mariadbUrl', server.url);
  return server.stop;
}

const howToInstall = 'On Debian or Ubuntu: apt-get install mariadb-server';
