import type { Grain } from './calendar.ts';
import type { Clause } from './clause.ts';

export type ColumnType = 'time' | 'member' | 'number';

/** One column of a frame, read-only. Every value is a number: epoch milliseconds, a member id, or a measure. */
export interface Column extends Iterable<number | null> {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: string | undefined;
  readonly length: number;
  /** The value of a row; null where there is none. Throws `unknown_row` outside `0 … length-1`. */
  at(row: number): number | null;
  /** A member's label in the person's language, else the value as text; `—` for null. */
  labelAt(row: number): string;
  /** A copy of its own; null becomes NaN. */
  copy(): Float64Array;
}

export type Measure =
  | { readonly fn: 'count' }
  /** sum, min, max and mean skip nulls and are null over no values; distinct counts different non-null values. */
  | { readonly fn: 'sum' | 'mean' | 'min' | 'max' | 'distinct'; readonly column: string };

/** One row per group that has rows; without keys and grain always exactly one. */
export type Grouping = {
  /** Up to three member columns. */
  readonly keys: readonly string[];
  /** Adds a leading key `time`: the start of each row's bucket in the plant's zone. */
  readonly grain?: Grain;
  /** Output column → how it is computed. */
  readonly measures: Readonly<Record<string, Measure>>;
};

/**
 * An immutable view over columns. Verbs return new frames and share storage; nothing is copied until asked. Rows of a
 * dataset's frame are in time order; grouped frames are ordered by their keys. Unknown columns throw `unknown_column`.
 */
export interface Frame {
  readonly length: number;
  readonly names: readonly string[];
  column(name: string): Column;
  select(names: readonly string[]): Frame;
  where(clause: Clause): Frame;
  /** Rows `start … end-1`; negative counts from the end, as in Array.slice. */
  slice(start: number, end?: number): Frame;
  /** Stable; null sorts last. */
  sortBy(name: string, direction?: 'ascending' | 'descending'): Frame;
  groupBy(grouping: Grouping): Frame;
  /** The `n` rows with the largest `by`; with `others`, one more row summing the rest of every number column, member columns null. */
  topN(n: number, by: string, options?: { readonly others?: boolean }): Frame;
  /** Plain arrays, the door to any dataframe library inside a plugin. */
  toColumns(): Record<string, (number | null)[]>;
}
