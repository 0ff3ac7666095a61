import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '#sdk';
import { readConfig } from '../../src/shared/config.ts';
import { loadMessages } from '../../src/shared/load-messages.ts';
import { wordError } from '../../src/shared/word-error.ts';

const words = await loadMessages('views');
const strong = 'q7WmZ0vT4nKc9Rb2XsYh6LdE8fUj3GpA';
const folder = () => mkdtempSync(join(tmpdir(), 'camet-config-'));

function refusal(env: Record<string, string>): AppError {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It was accepted');
}

describe('the configuration', () => {
  test('has the defaults that env.example shows', () => {
    const example = readFileSync('config/env.example', 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm);
    const shown = Object.fromEntries([...example].map(([, name, value]) => [name, value]));
    const dataDir = { CAMET_DATA_DIR: folder() };
    const { secret: one, ...fromExample } = readConfig({ ...shown, ...dataDir });
    const { secret: other, ...fromNothing } = readConfig(dataDir);
    expect(fromExample).toEqual(fromNothing);
    expect(one).toBe(other);
    expect(fromNothing).toMatchObject({
      ...{ host: '127.0.0.1', port: 3000, publicUrl: null, databaseUrl: null, production: false },
      ...{ maxConnections: 3, connectionWaitMs: 2000, connectionIdleMs: 500, maxWindowRows: 12_000_000 },
      ...{
        maxCacheBytes: 1024 ** 3,
        maxChunkBytes: 160 * 1024 ** 2,
        maxMetadataBytes: 16 * 1024 ** 2,
        tenantDatabasePrefix: 'camet_',
      },
    });
  });

  test('takes what is given', () => {
    const config = readConfig({
      ...{ CAMET_SECRET: strong, PORT: '8080', HOST: '0.0.0.0', CAMET_MAX_CHUNK_MB: '128' },
      ...{ CAMET_PUBLIC_URL: 'https://camet.example/', CAMET_DATABASE_URL: 'mysql://u:p@h:3306/control' },
    });
    expect(config).toMatchObject({
      ...{ port: 8080, host: '0.0.0.0', maxChunkBytes: 128 * 1024 ** 2, secret: strong },
      ...{ publicUrl: 'https://camet.example', databaseUrl: 'mysql://u:p@h:3306/control' },
    });
  });

  test.each([
    [{ PORT: '99999' }, 'PORT'],
    [{ PORT: '80a' }, 'PORT'],
    [{ CAMET_MAX_CONNECTIONS: '0' }, 'CAMET_MAX_CONNECTIONS'],
    [{ CAMET_MAX_WINDOW_ROWS: '-5' }, 'CAMET_MAX_WINDOW_ROWS'],
    [{ CAMET_LOG_LEVEL: 'loud' }, 'CAMET_LOG_LEVEL'],
    [{ CAMET_DATABASE_URL: 'mysql://u:hunter2@h:3306' }, 'CAMET_DATABASE_URL'],
    [{ CAMET_TENANT_DATABASE_PREFIX: 'a`b' }, 'CAMET_TENANT_DATABASE_PREFIX'],
    [{ CAMET_PUBLIC_URL: 'camet.example' }, 'CAMET_PUBLIC_URL'],
    [{ CAMET_PUBLIC_URL: 'javascript:alert(1)' }, 'CAMET_PUBLIC_URL'],
    [{ CAMET_DATABASE_URL: 'postgres://u:hunter2@h/db' }, 'CAMET_DATABASE_URL'],
  ])('%o is refused by name', (env, name) => {
    const error = refusal({ CAMET_SECRET: strong, ...env });
    for (const language of ['es', 'en'] as const) {
      expect(wordError(error, words[language])).toContain(name);
      expect(wordError(error, words[language])).not.toMatch(/\{\w+\}|hunter2/);
    }
  });
});

describe('the secret', () => {
  test.each([
    ...['', 'changeme', 'a'.repeat(64), strong.slice(1), 'change-me-change-me-to-something-long-1234'],
    ...['abcdefghijklmnopqrstuvwxyz0123456789', '0123456789'.repeat(4)],
  ])('in production "%s" stops the start, naming the variable', (given) => {
    const error = refusal({ NODE_ENV: 'production', CAMET_SECRET: given });
    expect(wordError(error, words.en)).toContain('CAMET_SECRET');
  });

  test('a strong one is taken in production', () => {
    expect(readConfig({ NODE_ENV: 'production', CAMET_SECRET: strong })).toMatchObject({
      production: true,
      secret: strong,
    });
  });

  test('elsewhere one is made once, for its owner only', () => {
    const dataDir = join(folder(), 'new', 'data');
    const first = readConfig({ CAMET_DATA_DIR: dataDir }).secret;
    expect(first).toMatch(/^[\w-]{64}$/);
    expect(readConfig({ CAMET_DATA_DIR: dataDir }).secret).toBe(first);
    expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
    expect(readConfig({ CAMET_DATA_DIR: folder() }).secret).not.toBe(first);
  });

  test('a kept one that was cut is not used', () => {
    const dataDir = folder();
    writeFileSync(join(dataDir, 'secret'), 'short');
    expect(() => readConfig({ CAMET_DATA_DIR: dataDir })).toThrow(/config_secret_weak/);
  });
});

describe('messages', () => {
  const catalogue = (es: string, en: string) => {
    const made = folder();
    writeFileSync(join(made, 'messages.es.yml'), es);
    writeFileSync(join(made, 'messages.en.yml'), en);
    return loadMessages(made);
  };

  test('are flattened with dots', async () => {
    const both = await catalogue('a:\n  b: Hola\n  c: {d: Sí}\n', 'a:\n  b: Hello\n  c: {d: "Yes"}\n');
    expect(both).toEqual({ es: { 'a.b': 'Hola', 'a.c.d': 'Sí' }, en: { 'a.b': 'Hello', 'a.c.d': 'Yes' } });
  });

  test.each([
    ['a: x\nb: y\n', 'a: x\n', /messages\.en\.yml: "b" is missing/],
    ['a: x\n', 'a: x\nb: y\n', /messages\.es\.yml: "b" is missing/],
    ['a: 5\n', 'a: x\n', /messages\.es\.yml: "a" must be a text/],
    ['a: [x]\n', 'a: x\n', /messages\.es\.yml: "a" must be a text/],
    ['a: x\na: y\n', 'a: x\n', /messages\.es\.yml/],
  ])('%j and %j are refused', async (es, en, message) => {
    await expect(catalogue(es, en)).rejects.toThrow(message);
  });

  test('have the same places in both languages', () => {
    const places = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();
    for (const [key, text] of Object.entries(words.es))
      expect([key, places(words.en[key]!)]).toEqual([key, places(text)]);
  });

  test('an error nobody foresaw gives nothing away', () => {
    expect(wordError(new Error('SELECT secret'), words.en)).toBe(words.en['errors.unexpected']);
  });
});
