import { type Command, InvalidArgumentError } from 'commander';
import { say } from '#sdk';
import type { Cli } from './cli.ts';
import { makeDemo } from './make-demo.ts';
import { randomPassword } from './user-create.ts';

type Options = { readonly rows?: number; readonly seed?: number };

/** `camet demo`: makes the packs' demo tenants, or brings them up to now. */
export function demoCommand(program: Command, cli: Cli): void {
  const wholeNumber = (text: string): number => {
    if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(say(cli.words, 'cli.whole_number'));
    return Number(text);
  };
  program
    .command('demo')
    .description(say(cli.words, 'cli.demo'))
    .option('--rows <n>', say(cli.words, 'cli.demo_rows'), wholeNumber)
    .option('--seed <n>', say(cli.words, 'cli.demo_seed'), wholeNumber)
    .action(async (options: Options) => {
      const fixed = cli.env.CAMET_DEMO_PASSWORD || null;
      const password = fixed ?? randomPassword();
      const { users } = await makeDemo(cli, { ...options, password, passwordFixed: fixed !== null });
      for (const email of users) cli.tell('cli.demo_user', { email });
      if (users.length > 0) cli.tell('cli.demo_password', { password });
    });
}
