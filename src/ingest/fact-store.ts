import type { Knex } from 'knex';
import type { Database, Dataset, FactRow, StoredColumn } from '#sdk';

/** One fact table as a writer sees it. */
export type FactTarget = {
  readonly dataset: Dataset;
  /** Member of the split dimension; null for a dataset that is not split. */
  readonly member: number | null;
  readonly table: string;
  readonly columns: readonly StoredColumn[];
};

/** A row as it stands in the table, values in the order of the target's columns. */
export type StoredRow = {
  readonly time: number;
  readonly sourceId: string;
  readonly values: readonly (number | null)[];
};

/** What writing needs from a database engine. Months are UTC, `YYYY-MM`, ascending. */
export type FactStore = {
  /** Before the transaction: what the engine cannot undo (tables and partitions of MySQL). Safe to run twice at once. */
  prepare(database: Database, target: FactTarget, months: readonly string[]): Promise<void>;
  /** First in the transaction: makes other writers of this table wait, and what was not prepared. */
  claim(trx: Knex.Transaction, target: FactTarget, months: readonly string[]): Promise<void>;
  /** The rows of these source ids in every month of the table. */
  find(trx: Knex.Transaction, target: FactTarget, sourceIds: readonly string[]): Promise<StoredRow[]>;
  /** The latest moment of a month's rows, epoch milliseconds; null when it has none. */
  latest(trx: Knex.Transaction, target: FactTarget, month: string): Promise<number | null>;
  remove(trx: Knex.Transaction, target: FactTarget, rows: readonly StoredRow[]): Promise<void>;
  insert(trx: Knex.Transaction, target: FactTarget, rows: readonly FactRow[]): Promise<void>;
};

/** A row's values in the target's column order. */
export const valuesOf = (target: FactTarget, row: FactRow): (number | null)[] =>
  target.columns.map((column) => row.values[column.name] ?? null);

/** Items in runs of at most `size`. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
