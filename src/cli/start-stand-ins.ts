import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StandInOptions, StartStandIn } from '#sdk';
import type { Cli } from './cli.ts';
import { readDemoState } from './demo-state.ts';

type Running = Awaited<ReturnType<StartStandIn>>;

const host = '127.0.0.1';

/**
 * Starts the packs' stand-ins for outside servers where there is a demo, each on its declared port or that of
 * `CAMET_<NAME>_PORT`. One that cannot listen is named and left out: its cards say that their source is away.
 */
export async function startStandIns(cli: Cli): Promise<{ close(): Promise<void> }> {
  const demo = await readDemoState(cli.config().dataDir);
  const running = demo ? await startAll(cli, demo) : [];
  return {
    close: async () => {
      await Promise.all(running.map((standIn) => standIn.close()));
    },
  };
}

async function startAll(cli: Cli, { seed, rows }: Pick<StandInOptions, 'seed' | 'rows'>): Promise<Running[]> {
  const running: Running[] = [];
  for (const pack of (await cli.registry()).packs.values()) {
    for (const { name, module, port } of pack.standIns ?? []) {
      const wanted = Number(cli.env[`CAMET_${name.toUpperCase().replaceAll('-', '_')}_PORT`] || port);
      const path = join(cli.config().pluginsDir, pack.name, module);
      try {
        const { start } = (await import(pathToFileURL(path).href)) as { start: StartStandIn };
        running.push(await start({ host, port: wanted, seed, rows }));
      } catch (error) {
        cli.tell('cli.stand_in_failed', { name, port: wanted, reason: (error as Error).message });
      }
    }
  }
  return running;
}
