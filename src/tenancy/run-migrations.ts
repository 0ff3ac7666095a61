import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Knex } from 'knex';
import { AppError, type Database, type Migration } from '#sdk';
import { schemaSteps } from './schema-steps.ts';

/** A folder of migration files and the name under which they are recorded: a pack's, or `core`. */
export type MigrationSet = { readonly pack: string; readonly folder: string };

type Step = { readonly name: string; readonly up: Migration };

const record = 'schema_migrations';
const lockWaitSeconds = 60;

/**
 * Brings a database up to date; returns the names of what ran. Safe to rerun after a kill and to start twice at once:
 * MySQL holds a lock that ends with its connection, SQLite runs each migration in one transaction. knex's own migrator
 * keeps its lock in a row, which a killed process leaves behind for a person to clear; hence a record of our own.
 */
export async function runMigrations(database: Database, set: MigrationSet): Promise<string[]> {
  const names = await migrationNames(set.folder);
  const pending = await pendingOf(database.knex, set.pack, names);
  if (pending.length === 0) return [];
  const steps = await Promise.all(pending.map((name) => loadStep(set.folder, name)));
  return database.engine === 'sqlite'
    ? runInTransactions(database, set, steps)
    : runLocked(database, set, steps);
}

async function migrationNames(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return files.filter((file) => /^\d{4}-[a-z0-9-]+\.(ts|js)$/.test(file)).sort();
}

async function pendingOf(knex: Knex, pack: string, names: readonly string[]): Promise<string[]> {
  if (names.length === 0 || !(await knex.schema.hasTable(record))) return [...names];
  const done = new Set<string>(await knex(record).where({ pack }).pluck('name'));
  return names.filter((name) => !done.has(name));
}

async function loadStep(folder: string, name: string): Promise<Step> {
  const { up } = (await import(pathToFileURL(join(folder, name)).href)) as { up?: Migration };
  if (typeof up !== 'function') throw new Error(`${join(folder, name)} has no export "up"`);
  return { name, up };
}

async function runInTransactions(
  database: Database,
  set: MigrationSet,
  steps: readonly Step[],
): Promise<string[]> {
  const ran: string[] = [];
  for (const step of steps) {
    if (await database.transaction((trx) => runStep({ engine: 'sqlite', knex: trx }, set.pack, step))) {
      ran.push(step.name);
    }
  }
  return ran;
}

async function runLocked({ knex }: Database, set: MigrationSet, steps: readonly Step[]): Promise<string[]> {
  const lock = await takeLock(knex);
  try {
    const ran: string[] = [];
    for (const step of steps)
      if (await runStep({ engine: 'mysql', knex }, set.pack, step)) ran.push(step.name);
    return ran;
  } finally {
    await knex.raw('SELECT RELEASE_LOCK(?)', [lock]);
  }
}

/** Names of locks are the server's, at most 64 characters; the connection's end frees them. */
async function takeLock(knex: Knex): Promise<string> {
  const [[{ name }]] = await knex.raw('SELECT DATABASE() AS name');
  const lock = `camet-migrate-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
  const [[{ taken }]] = await knex.raw('SELECT GET_LOCK(?, ?) AS taken', [lock, lockWaitSeconds]);
  if (taken !== 1) throw new AppError('migration_busy', { status: 503, params: { database: name } });
  return lock;
}

type Target = { readonly engine: Database['engine']; readonly knex: Knex };

/** Runs a migration that nobody has run meanwhile, and records it. */
async function runStep({ engine, knex }: Target, pack: string, step: Step): Promise<boolean> {
  const schema = schemaSteps(engine, knex);
  await schema.createTable(record, (table) => {
    table.string('pack', 64).notNullable();
    table.string('name', 128).notNullable();
    table.primary(['pack', 'name']);
  });
  if (await knex(record).where({ pack, name: step.name }).first('name')) return false;
  await step.up(schema);
  await knex(record).insert({ pack, name: step.name });
  return true;
}
