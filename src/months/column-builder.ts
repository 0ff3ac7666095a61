import type { ChunkColumn, NumberArray, StoredColumn } from '#sdk';
import { maxOf } from '../frame/max-of.ts';

/** Grows a column row by row; finished, it is as narrow and as short as its values allow. */
export class ColumnBuilder {
  #values: NumberArray;
  #nulls: Uint8Array;
  #rows = 0;
  #missing = 0;
  readonly #isId: boolean;

  constructor(column: StoredColumn, capacity: number) {
    this.#isId = column.kind === 'dimension';
    this.#values = widest(column, capacity);
    this.#nulls = new Uint8Array(capacity);
  }

  push(value: number | null): void {
    if (this.#rows === this.#values.length) this.#grow();
    if (value === null) {
      this.#nulls[this.#rows] = 1;
      this.#missing++;
    } else this.#values[this.#rows] = value;
    this.#rows++;
  }

  finish(): ChunkColumn {
    const used = this.#values.subarray(0, this.#rows);
    const values = this.#isId ? narrowest(used) : used.slice();
    return this.#missing > 0 ? { values, nulls: this.#nulls.slice(0, this.#rows) } : { values };
  }

  #grow(): void {
    this.#values = grown(this.#values);
    this.#nulls = grown(this.#nulls);
  }
}

function widest(column: StoredColumn, capacity: number): NumberArray {
  if (column.kind === 'dimension') return new Uint32Array(capacity);
  if (column.kind === 'choice') return new Uint8Array(capacity);
  return column.type === 'int' ? new Int32Array(capacity) : new Float64Array(capacity);
}

function narrowest(ids: NumberArray): NumberArray {
  const largest = maxOf(ids);
  if (largest < 1 << 8) return Uint8Array.from(ids);
  return largest < 1 << 16 ? Uint16Array.from(ids) : ids.slice();
}

/** A copy with room for half as many rows again. */
export function grown<T extends NumberArray>(values: T): T {
  const copy = new (values.constructor as { new (length: number): T })(Math.ceil(values.length * 1.5) + 16);
  copy.set(values);
  return copy;
}
