import type { Command } from 'commander';
import { say } from '#sdk';
import type { Cli } from './cli.ts';
import { migrateAll } from './migrate-all.ts';

/** `camet migrate`: every database up to date; safe to repeat. Ends with 1 when one could not be. */
export function migrateCommand(program: Command, cli: Cli): void {
  program
    .command('migrate')
    .description(say(cli.words, 'cli.migrate'))
    .action(async () => {
      for (const { database, ran, error } of await migrateAll(cli)) {
        if (error !== undefined) cli.fail();
        else if (ran.length > 0) cli.tell('cli.migrated', { database, migrations: ran.join(', ') });
        else cli.tell('cli.up_to_date', { database });
      }
    });
}
