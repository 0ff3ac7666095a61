import * as crypto from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import type { Command } from 'commander';
import { AppError, say } from '#sdk';
import { hashPassword } from '../identity/hash-password.ts';
import { wordError } from '../shared/word-error.ts';
import type { Cli } from './cli.ts';

/** `camet doctor`: what the product stands on here, line by line; ends with 1 when something is missing. */
export function doctorCommand(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description(say(cli.words, 'cli.doctor'))
    .action(async () => {
      for (const [name, check] of Object.entries(checks)) await runCheck(cli, name, check);
    });
}

type Check = (cli: Cli) => string | Promise<string>;

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

const checks: Readonly<Record<string, Check>> = {
  node: checkNode,
  sqlite: checkSqlite,
  argon2: checkArgon2,
  data_dir: checkDataDir,
  database: checkDatabase,
  plugins: checkPlugins,
};

function checkNode(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 19)) {
    throw new AppError('node_too_old', { params: { version: process.version } });
  }
  return process.version;
}

function checkSqlite(): string {
  const database = new DatabaseSync(':memory:');
  const row = database.prepare('select sqlite_version() as version').get();
  database.close();
  return String(row?.version);
}

async function checkArgon2(): Promise<string> {
  await hashPassword('a password to try');
  return typeof crypto.argon2 === 'function' ? 'node:crypto' : 'argon2';
}

async function checkDataDir(cli: Cli): Promise<string> {
  const { dataDir } = cli.config();
  await mkdir(dataDir, { recursive: true });
  await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  return dataDir;
}

/** The control database answers; with embedded databases it is a file of the data directory. */
async function checkDatabase(cli: Cli): Promise<string> {
  const tenancy = cli.tenancy();
  if (tenancy.engine === 'sqlite') return say(cli.words, 'cli.doctor_embedded');
  return tenancy.useControl(async ({ knex }) => {
    const [rows] = await knex.raw('select version() as version');
    return String(rows[0].version);
  });
}

async function checkPlugins(cli: Cli): Promise<string> {
  const { filters, widgets, packs } = await cli.registry();
  return `${[...packs.keys()].join(', ')} (${filters.size + widgets.size})`;
}
