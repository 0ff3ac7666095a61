import type { Knex } from 'knex';
import type { FactRow } from '#sdk';
import { type FactTarget, valuesOf } from './fact-store.ts';

/** Below SQLite's 32,766 bound values, and below a 64 kB packet with the usual handful of columns. */
const maxBindings = 30_000;
const maxRows = 500;

/** How many rows one statement takes. */
export const insertSize = (target: FactTarget): number =>
  Math.max(1, Math.min(maxRows, Math.floor(maxBindings / (target.columns.length + 2))));

export type InsertChunk = {
  readonly target: FactTarget;
  /** The table to write to: a month's own on SQLite. */
  readonly table: string;
  readonly rows: readonly FactRow[];
  /** How a moment is bound. Default: epoch milliseconds. */
  readonly timeOf?: (time: number) => number | string;
};

/** One multi-row insert. */
export async function insertChunk(trx: Knex.Transaction, chunk: InsertChunk): Promise<void> {
  const { target, table, rows, timeOf = (time: number) => time } = chunk;
  const names = ['time', 'source_id', ...target.columns.map((column) => column.name)];
  const places = `(${names.map(() => '?').join(',')})`;
  await trx.raw(
    `insert into ?? (${names.map(() => '??').join(',')}) values ${Array(rows.length).fill(places).join(',')}`,
    [
      table,
      ...names,
      ...rows.flatMap((row) => [timeOf(row.time), row.sourceId, ...valuesOf(target, row)]),
    ] as Knex.RawBinding[],
  );
}
