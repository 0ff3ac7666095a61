import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#sdk';
import { inDataDir } from './in-data-dir.ts';

const name = 'CAMET_SECRET';
const fewestCharacters = 32;
const fewestDifferent = 10;
const exampleWords = /change.?me|example|placeholder|password|default|secret/i;

/**
 * The secret that signs tokens. A given one must be strong (32 characters, 10 different ones, no example text). In
 * production it must be given; elsewhere one is made and kept in `<dataDir>/secret`, readable by its owner only.
 */
export function readSecret(options: {
  readonly given: string | null;
  readonly production: boolean;
  readonly dataDir: string;
}): string {
  if (options.given !== null) return checkSecret(options.given);
  if (options.production) throw new AppError('config_secret_missing', { field: name, params: { name } });
  return inDataDir(options.dataDir, () => keepSecret(options.dataDir));
}

function checkSecret(secret: string): string {
  const strong =
    secret.length >= fewestCharacters &&
    new Set(secret).size >= fewestDifferent &&
    !exampleWords.test(secret);
  if (!strong) {
    throw new AppError('config_secret_weak', { field: name, params: { name, least: fewestCharacters } });
  }
  return secret;
}

function keepSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return checkSecret(readFileSync(file, 'utf8').trim());
}
