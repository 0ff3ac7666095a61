import { flushCompileCache } from 'node:module';
import type { SQLInputValue } from 'node:sqlite';
import type { Collecting } from '#sdk';
import { collectRows } from './collect-rows.ts';
import { loadSqlite } from './load-sqlite.ts';

/** What a thread is told to read. */
export type ReadTask = {
  readonly file: string;
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
  /** Where the collecting is found, and what it is made from. */
  readonly module: string;
  readonly name: string;
  readonly options: unknown;
  /** One number, not 0 once nobody wants the result any more. */
  readonly stop: Int32Array;
};

/** An error loses all but its message on the way from thread to thread, so it travels as plain data. */
export type ReadAnswer<Result> =
  | { readonly result: Result }
  | { readonly failure: { readonly message: string; readonly [property: string]: unknown } };

const { DatabaseSync: SqliteDatabase } = loadSqlite();

let isKept = false;

/** Writes what has been compiled for the threads to come, once: one that is ended would take it along. */
function keepCompiled(): void {
  if (!isKept) setImmediate(flushCompileCache);
  isKept = true;
}

/** Reads one statement of a file and collects its rows. Runs in a thread of its own; never throws. */
export async function read(task: ReadTask): Promise<ReadAnswer<unknown>> {
  try {
    const collecting: Collecting<unknown, unknown> = (await import(task.module))[task.name];
    keepCompiled();
    return { result: await collectFrom(task, collecting) };
  } catch (error) {
    const { message, stack } = error as Error;
    return { failure: { ...(error as Error), message, stack } };
  }
}

async function collectFrom(
  { file, sql, values, options, stop }: ReadTask,
  collecting: Collecting<unknown, unknown>,
): Promise<unknown> {
  const lookAtStop = () => {
    if (Atomics.load(stop, 0) !== 0) throw new Error('Nobody waits for these rows any more');
  };
  lookAtStop();
  const database = new SqliteDatabase(file, { readOnly: true, timeout: 0 });
  try {
    return await collectRows(database, { sql, values, collector: collecting.make(options) }, lookAtStop);
  } finally {
    database.close();
  }
}
