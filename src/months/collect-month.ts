import type { Collecting, RowCollector, StoredColumn } from '#sdk';
import { type BuiltColumn, ColumnBuilder, grown, release, shared } from './column-builder.ts';

export type MonthShape = {
  readonly columns: readonly StoredColumn[];
  readonly expectedRows: number;
  /** Rows whose offset is not below this are another month's and left out. */
  readonly lengthMs: number;
};

export type MonthColumns = {
  /** Milliseconds from the month's start. */
  readonly time: Uint32Array;
  readonly columns: readonly BuiltColumn[];
  /** What the statement tells of the month behind its columns, by its first row; null where no row came. */
  readonly state: readonly (number | null)[] | null;
};

/** Collects rows of: the offset from the month's start (null: no row, only the state), the columns, the month's state. */
export const monthColumns: Collecting<MonthShape, MonthColumns> = {
  module: import.meta.url,
  name: 'monthColumns',
  make: (shape) => new MonthCollector(shape),
};

type Row = readonly (number | null)[];

class MonthCollector implements RowCollector<MonthColumns> {
  readonly #builders: readonly ColumnBuilder[];
  readonly #lengthMs: number;
  #time: Uint32Array;
  #rows = 0;
  #state: Row | null = null;

  constructor({ columns, expectedRows, lengthMs }: MonthShape) {
    this.#builders = columns.map((column) => new ColumnBuilder(column, expectedRows));
    this.#time = new Uint32Array(expectedRows);
    this.#lengthMs = lengthMs;
  }

  push(row: Row): true {
    this.#state ??= row.slice(this.#builders.length + 1);
    const offset = row[0]!;
    if (offset === null || offset < 0 || offset >= this.#lengthMs) return true;
    if (this.#rows === this.#time.length) this.#time = grown(this.#time);
    this.#time[this.#rows++] = offset;
    for (let column = 0; column < this.#builders.length; column++) {
      this.#builders[column]!.push(row[column + 1]!);
    }
    return true;
  }

  finish(): MonthColumns {
    const time = shared<Uint32Array>(this.#time.subarray(0, this.#rows));
    release(this.#time);
    return {
      time,
      columns: this.#builders.map((builder) => builder.finish()),
      state: this.#state,
    };
  }
}
