import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the demo was made with, kept beside the data so that it can be brought up to the present in the same way. */
export type DemoState = {
  readonly seed: number;
  /** Tenant → rows that six months hold. */
  readonly rows: Readonly<Record<string, number>>;
  /** Tenant → moment up to which it has rows and users; absent while it is being made. */
  readonly until: Readonly<Record<string, number>>;
};

const file = (dataDir: string): string => join(dataDir, 'demo.json');

/** Null where no demo was made. */
export async function readDemoState(dataDir: string): Promise<DemoState | null> {
  try {
    return JSON.parse(await readFile(file(dataDir), 'utf8')) as DemoState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function writeDemoState(dataDir: string, state: DemoState): Promise<void> {
  const draft = `${file(dataDir)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`);
  await rename(draft, file(dataDir));
}
