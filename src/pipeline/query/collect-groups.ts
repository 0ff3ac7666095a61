import type { Collecting, RowCollector } from '#sdk';

export type GroupLimit = { readonly maxGroups: number };

/** A column of groups; where `nulls` is present, 1 marks a group without a value. */
export type GroupColumn = { readonly values: Float64Array; readonly nulls?: Uint8Array };

/** The columns of a grouped statement, or that it had more groups than were allowed. */
export type Groups = { readonly columns: readonly GroupColumn[] } | 'too many';

/** Collects grouped rows of numbers. */
export const groupColumns: Collecting<GroupLimit, Groups> = {
  module: import.meta.url,
  name: 'groupColumns',
  make: ({ maxGroups }) => new GroupCollector(maxGroups),
};

class GroupCollector implements RowCollector<Groups> {
  readonly #maxGroups: number;
  readonly #columns: (number | null)[][] = [];
  #groups = 0;

  constructor(maxGroups: number) {
    this.#maxGroups = maxGroups;
  }

  push(row: readonly unknown[]): boolean {
    if (++this.#groups > this.#maxGroups) return false;
    row.forEach((cell, index) => {
      this.#columns[index] ??= [];
      this.#columns[index].push(cell === null ? null : Number(cell));
    });
    return true;
  }

  finish(): Groups {
    return this.#groups > this.#maxGroups ? 'too many' : { columns: this.#columns.map(toColumn) };
  }
}

function toColumn(cells: readonly (number | null)[]): GroupColumn {
  const values = new Float64Array(new SharedArrayBuffer(8 * cells.length));
  const nulls = new Uint8Array(new SharedArrayBuffer(cells.length));
  cells.forEach((cell, group) => {
    if (cell === null) nulls[group] = 1;
    else values[group] = cell;
  });
  return nulls.includes(1) ? { values, nulls } : { values };
}
