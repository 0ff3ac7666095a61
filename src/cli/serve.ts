import type { Command } from 'commander';
import { say } from '#sdk';
import type { Cli } from './cli.ts';
import { migrateAll } from './migrate-all.ts';
import { startStandIns } from './start-stand-ins.ts';

/** `camet serve`: pages and API until the process is told to stop. */
export function serveCommand(program: Command, cli: Cli): void {
  program
    .command('serve')
    .description(say(cli.words, 'cli.serve'))
    .action(async () => {
      await migrateAll(cli);
      await serveUntilStopped(cli, (address) => cli.tell('cli.serving', { address }));
    });
}

/** Serves, tells when it answers, and returns once a signal has ended it. Other commands never load the server. */
export async function serveUntilStopped(cli: Cli, onReady: (address: string) => void): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const { startServer } = await import('../server.ts');
  const server = await startServer(cli.config());
  const standIns = await startStandIns(cli);
  onReady(server.address);
  await stopped;
  await Promise.all([server.close(), standIns.close()]);
}
