import * as crypto from 'node:crypto';
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, say } from '#sdk';
import { hashPassword } from '../identity/hash-password.ts';
import { inDataDir } from '../shared/in-data-dir.ts';
import { sqliteVersion } from '../tenancy/load-sqlite.ts';
import type { Cli } from './cli.ts';
import { checkClock, checkDisk, checkMemory } from './doctor-machine.ts';
import { envFile } from './env-file.ts';

/** What was found, or an error that says what to do. */
export type Check = (cli: Cli) => string | Promise<string>;

/** In the order they are told; each has its title under `cli.doctor_<name>`. */
export const checks: Readonly<Record<string, Check>> = {
  node: checkNode,
  sqlite: sqliteVersion,
  argon2: checkArgon2,
  secret: checkSecret,
  env_file: checkEnvFile,
  public_url: checkPublicUrl,
  data_dir: checkFolders,
  database: checkDatabase,
  clock: checkClock,
  disk: checkDisk,
  memory: checkMemory,
  plugins: checkPlugins,
};

function checkNode(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 19)) {
    throw new AppError('node_too_old', { params: { version: process.version } });
  }
  return process.version;
}

async function checkArgon2(): Promise<string> {
  await hashPassword('a password to try');
  return typeof crypto.argon2 === 'function' ? 'node:crypto' : 'argon2';
}

/** Reading the configuration refuses a weak, example or, in production, missing secret; the secret is never told. */
function checkSecret(cli: Cli): string {
  const { secret } = cli.config();
  const made = say(cli.words, 'cli.doctor_secret_made');
  return cli.env.CAMET_SECRET ? say(cli.words, 'cli.doctor_secret_strong', { length: secret.length }) : made;
}

function checkEnvFile(cli: Cli): string {
  const stats = statSync(envFile(), { throwIfNoEntry: false });
  if (!stats) return say(cli.words, 'cli.doctor_env_file_none');
  if ((stats.mode & 0o077) !== 0) throw new AppError('env_file_open', { params: { file: envFile() } });
  return envFile();
}

function checkPublicUrl(cli: Cli): string {
  const { publicUrl, production } = cli.config();
  if (publicUrl === null) {
    if (production) throw new AppError('doctor_public_url_missing');
    return say(cli.words, 'cli.doctor_public_url_none');
  }
  const { protocol, hostname } = new URL(publicUrl);
  const isOwnMachine = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (production && protocol !== 'https:' && !isOwnMachine) {
    throw new AppError('doctor_public_url_plain', { params: { url: publicUrl } });
  }
  return publicUrl;
}

/** The data directory and what Camet keeps in it. */
function checkFolders(cli: Cli): string {
  const { dataDir } = cli.config();
  for (const folder of [dataDir, join(dataDir, 'tenants'), join(dataDir, 'cache')]) {
    inDataDir(folder, () => {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    });
  }
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
