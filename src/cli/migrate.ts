import type { Command } from 'commander';
import { say } from '#sdk';
import type { Cli } from './cli.ts';
import { migrateAll } from './migrate-all.ts';

/** `camet migrate`: every database up to date; safe to repeat. */
export function migrateCommand(program: Command, cli: Cli): void {
  program
    .command('migrate')
    .description(say(cli.words, 'cli.migrate'))
    .action(async () => {
      for (const { database, ran } of await migrateAll(cli)) {
        if (ran.length > 0) cli.tell('cli.migrated', { database, migrations: ran.join(', ') });
        else cli.tell('cli.up_to_date', { database });
      }
    });
}
