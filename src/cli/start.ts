import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { AppError, say, type TenantSlug } from '#sdk';
import type { Cli } from './cli.ts';
import { readDemoState } from './demo-state.ts';
import { migrateAll } from './migrate-all.ts';
import { serveUntilStopped } from './serve.ts';
import { randomPassword } from './user-create.ts';

/** `camet start`: the demo, made if it is missing and brought up to now, then the server with how to sign in. */
export function startCommand(program: Command, cli: Cli): void {
  program
    .command('start')
    .description(say(cli.words, 'cli.start'))
    .action(async () => {
      await migrateAll(cli);
      const made = await isComplete(cli);
      const fixed = cli.env.CAMET_DEMO_PASSWORD || null;
      const password = fixed ?? (made ? null : randomPassword());
      await runDemo(cli, made && !fixed ? {} : { CAMET_DEMO_PASSWORD: password! });
      const [tenant = ''] = Object.keys((await readDemoState(cli.config().dataDir))?.rows ?? {});
      await serveUntilStopped(cli, (address) => tellHowToSignIn(cli, { address, tenant, password }));
    });
}

async function isComplete(cli: Cli): Promise<boolean> {
  const state = await readDemoState(cli.config().dataDir);
  return state !== null && Object.keys(state.rows).every((tenant) => tenant in state.until);
}

/** In a process of its own, so that the server does not keep the memory that making half a million rows took. */
async function runDemo(cli: Cli, env: Readonly<Record<string, string>>): Promise<void> {
  const program = fileURLToPath(new URL('./camet.ts', import.meta.url));
  const child = spawn(process.execPath, [program, 'demo'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...cli.env, ...env },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new AppError('demo_failed');
}

type SignIn = { readonly address: string; readonly tenant: TenantSlug; readonly password: string | null };

function tellHowToSignIn(cli: Cli, { address, tenant, password }: SignIn): void {
  cli.tell('cli.start_ready', { address, tenant });
  if (password === null) cli.tell('cli.start_same_password');
  else cli.tell('cli.start_password', { password });
}
