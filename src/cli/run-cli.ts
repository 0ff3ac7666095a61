import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { AppError, type Language, say, type Words } from '#sdk';
import type { Environment } from '../shared/config.ts';
import { loadMessages } from '../shared/load-messages.ts';
import { wordError } from '../shared/word-error.ts';
import { cacheCommand } from './cache.ts';
import { type Cli, openCli } from './cli.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { migrateCommand } from './migrate.ts';
import { packInstallCommand } from './pack-install.ts';
import { pluginCheckCommand } from './plugin-check.ts';
import { pluginEnableCommand } from './plugin-enable.ts';
import { pluginListCommand } from './plugin-list.ts';
import { serveCommand } from './serve.ts';
import { startCommand } from './start.ts';
import { tenantCreateCommand } from './tenant-create.ts';
import { tenantExportCommand } from './tenant-export.ts';
import { tenantListCommand } from './tenant-list.ts';
import { tenantRemoveCommand } from './tenant-remove.ts';
import { tenantSuspendCommands } from './tenant-suspend.ts';
import type { Terminal } from './terminal.ts';
import { tokenCommands } from './token-commands.ts';
import { userCreateCommand } from './user-create.ts';
import { userLinkCommand } from './user-link.ts';

export type CliRun = {
  /** What follows the program's name. */
  readonly args: readonly string[];
  readonly env: Environment;
  readonly terminal: Terminal;
  readonly now: () => number;
};

/** Runs one command and returns its exit code. Texts are Spanish when the environment's language is, else English. */
export async function runCli(run: CliRun): Promise<number> {
  const language = languageOf(run.env);
  const words = (await loadMessages(fileURLToPath(new URL('../../views', import.meta.url))))[language];
  const cli = openCli({ ...run, language, words });
  try {
    await makeProgram(cli).parseAsync(run.args, { from: 'user' });
    return cli.exitCode();
  } catch (error) {
    return reportFailure(error, run.terminal, words);
  } finally {
    await cli.close();
  }
}

function languageOf(env: Environment): Language {
  return /^es/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'es' : 'en';
}

function makeProgram(cli: Cli): Command {
  const program = new Command('camet')
    .description(say(cli.words, 'cli.camet'))
    .exitOverride()
    .configureOutput({ writeOut: cli.terminal.out, writeErr: cli.terminal.err });
  serveCommand(program, cli);
  startCommand(program, cli);
  demoCommand(program, cli);
  initCommand(program, cli);
  migrateCommand(program, cli);
  importCommand(program, cli);
  cacheCommand(program, cli);
  doctorCommand(program, cli);
  const tenant = program.command('tenant').description(say(cli.words, 'cli.tenant'));
  tenantCreateCommand(tenant, cli);
  tenantListCommand(tenant, cli);
  tenantSuspendCommands(tenant, cli);
  tenantExportCommand(tenant, cli);
  tenantRemoveCommand(tenant, cli);
  const user = program.command('user').description(say(cli.words, 'cli.user'));
  userCreateCommand(user, cli);
  userLinkCommand(user, cli);
  tokenCommands(program.command('token').description(say(cli.words, 'cli.token')), cli);
  packInstallCommand(program.command('pack').description(say(cli.words, 'cli.pack')), cli);
  const plugin = program.command('plugin').description(say(cli.words, 'cli.plugin'));
  pluginListCommand(plugin, cli);
  pluginCheckCommand(plugin, cli);
  pluginEnableCommand(plugin, cli);
  return program;
}

/** Commander has printed its own by then; what nobody foresaw is shown whole, for whoever has to find it. */
function reportFailure(error: unknown, terminal: Terminal, words: Words): number {
  if (error instanceof CommanderError) return error.exitCode;
  if (error instanceof AppError) terminal.err(`${wordError(error, words)}\n`);
  else
    terminal.err(
      `${say(words, 'cli.unforeseen')}\n${error instanceof Error ? error.stack : String(error)}\n`,
    );
  return 1;
}
