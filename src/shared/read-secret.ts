import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#sdk';
import { inDataDir } from './in-data-dir.ts';

const name = 'CAMET_SECRET';
const fewestCharacters = 32;
const fewestDifferent = 10;
const exampleWords = /change.?me|example|placeholder|password|default|secret/i;

/** 384 random bits, as text that needs no quotes. */
export function makeSecret(): string {
  const secret = randomBytes(48).toString('base64url');
  return isStrong(secret) ? secret : makeSecret();
}

/**
 * The secret that signs tokens. A given one must be strong (32 characters, 10 different ones, no example, repeated or
 * counted-up text). In
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
  if (isStrong(secret)) return secret;
  throw new AppError('config_secret_weak', { field: name, params: { name, least: fewestCharacters } });
}

/** Steps from one character to the next tell `abcd…` and `0123012301…` from random text. */
function isStrong(secret: string): boolean {
  const codes = [...secret].map((character) => character.codePointAt(0)!);
  const steps = new Set(codes.slice(1).map((code, index) => code - codes[index]!));
  return (
    secret.length >= fewestCharacters &&
    new Set(codes).size >= fewestDifferent &&
    steps.size >= fewestDifferent &&
    !exampleWords.test(secret)
  );
}

function keepSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, makeSecret(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return checkSecret(readFileSync(file, 'utf8').trim());
}
