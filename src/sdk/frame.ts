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
  | { readonly fn: 'sum' | 'mean' | 'min' | 'max' | 'distinct'; readonly column: string }
  /**
   * The value below which the fraction `q` (0 … 1) of the non-null values lies, between the two nearest ones in
   * proportion (0.5 is the median); null over no values. It needs the rows themselves: over a window too large to be
   * read it is refused with `window_too_large`. Throws `bad_quantile` for another `q`.
   */
  | { readonly fn: 'quantile'; readonly column: string; readonly q: number };

/**
 * Equal steps over a number column, or over its difference from another one. Row values from `from` up to (not with)
 * `to` fall into bins `0 … count-1`; those below into −1, those at or above `to` into `count`; null stays null.
 */
export type Bins = {
  readonly column: string;
  /** A number column taken away first, such as the nominal value that a product declares. */
  readonly minus?: string;
  /** With `minus`: the difference as a fraction of that column; null where that is 0. */
  readonly relative?: boolean;
  readonly from: number;
  readonly to: number;
  /** How many bins, 1 … 1000. */
  readonly count: number;
};

/** One row per group that has rows; without keys and grain always exactly one. */
export type Grouping = {
  /** Up to three member columns. */
  readonly keys: readonly string[];
  /** Adds a leading key `time`: the start of each row's bucket in the plant's zone. */
  readonly grain?: Grain;
  /** Adds a last key `bin`: the number of each row's bin. Throws `bad_bins`, `not_measurable`. */
  readonly bins?: Bins;
  /** Output column → how it is computed. */
  readonly measures: Readonly<Record<string, Measure>>;
};

export type PivotCells = { readonly rows: string; readonly columns: string; readonly value: string };

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
  /**
   * A row per value of `rows` and a number column per value of `columns`, in the order in which they first appear; a
   * column is called by its value as text (`"3"`, `"null"`). Cells hold `value`, null where no row says. Throws
   * `pivot_twice` where two rows claim one cell.
   */
  pivot(cells: PivotCells): Frame;
  /**
   * Adds a number column, called `<name>_difference` or `as`: the value minus that of the row before, in the frame's
   * order, among rows of equal `by`. Null on a key's first row and where either value is null; of `time` it is
   * milliseconds. Throws `not_measurable` for a member column, `column_taken` for a name in use.
   */
  difference(name: string, options?: { readonly by?: readonly string[]; readonly as?: string }): Frame;
  /** Plain arrays, the door to any dataframe library inside a plugin. */
  toColumns(): Record<string, (number | null)[]>;
  /**
   * The way back: a frame over copies of plain arrays of one length; null, undefined and NaN are null. A column called
   * like one of this frame is of its type, unit and labels, any other is a plain number. Throws `uneven_columns`.
   */
  fromColumns(columns: Readonly<Record<string, ArrayLike<number | null | undefined>>>): Frame;
}
