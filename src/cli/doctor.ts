import type { Command } from 'commander';
import { AppError, say } from '#sdk';
import { wordError } from '../shared/word-error.ts';
import type { Cli } from './cli.ts';
import { type Check, checks } from './doctor-checks.ts';

/** `camet doctor`: what the product stands on here, line by line; ends with 1 when something must be put right. */
export function doctorCommand(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description(say(cli.words, 'cli.doctor'))
    .action(async () => {
      for (const [name, check] of Object.entries(checks)) await runCheck(cli, name, check);
    });
}

async function runCheck(cli: Cli, name: string, check: Check): Promise<void> {
  const title = say(cli.words, `cli.doctor_${name}`);
  try {
    cli.terminal.out(`✓ ${title}: ${await check(cli)}\n`);
  } catch (error) {
    const reason = error instanceof AppError ? wordError(error, cli.words) : (error as Error).message;
    cli.terminal.out(`✗ ${title}: ${reason}\n`);
    cli.fail();
  }
}
