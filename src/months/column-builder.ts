import type { ChunkColumn, NumberArray, StoredColumn } from '#sdk';

/** A column with the largest of its values, where that was looked for. */
export type BuiltColumn = ChunkColumn & { readonly largest?: number };

/** Grows a column row by row; finished, it is as narrow and as short as its values allow. */
export class ColumnBuilder {
  #values: NumberArray;
  #nulls: Uint8Array;
  #rows = 0;
  #missing = 0;
  #largest = 0;
  #negative = false;

  constructor(column: StoredColumn, capacity: number) {
    this.#values = widest(column, capacity);
    this.#nulls = new Uint8Array(capacity);
  }

  push(value: number | null): void {
    if (this.#rows === this.#values.length) this.#grow();
    if (value === null) {
      this.#nulls[this.#rows] = 1;
      this.#missing++;
    } else {
      this.#values[this.#rows] = value;
      if (value > this.#largest) this.#largest = value;
      else if (value < 0) this.#negative = true;
    }
    this.#rows++;
  }

  /** Ends the builder: its own memory is given back. */
  finish(): BuiltColumn {
    const built = this.#narrow(this.#values.subarray(0, this.#rows));
    const nulls = this.#missing > 0 && shared<Uint8Array>(this.#nulls.subarray(0, this.#rows));
    for (const array of [this.#values, this.#nulls]) release(array);
    return nulls ? { ...built, nulls } : built;
  }

  /** A copy as narrow as whole numbers from 0 on allow; others stay as wide as they are. */
  #narrow(values: NumberArray): BuiltColumn {
    if (values instanceof Float64Array) return { values: shared(values) };
    const largest = this.#largest;
    const isWide = this.#negative || largest >= 1 << 16;
    return { values: isWide ? shared(values) : shared(values, fitting(largest)), largest };
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

const fitting = (largest: number): ArrayType<Uint8Array | Uint16Array> =>
  largest < 1 << 8 ? Uint8Array : Uint16Array;

type ArrayType<T extends NumberArray> = {
  new (buffer: SharedArrayBuffer): T;
  readonly BYTES_PER_ELEMENT: number;
};

/** A copy over memory that threads can share, of the values' own type or a narrower one. */
export function shared<T extends NumberArray>(
  values: NumberArray,
  type = values.constructor as ArrayType<T>,
): T {
  const copy = new type(new SharedArrayBuffer(values.length * type.BYTES_PER_ELEMENT));
  copy.set(values);
  return copy;
}

/** A copy with room for half as many rows again; the array itself is released. */
export function grown<T extends NumberArray>(values: T): T {
  const copy = new (values.constructor as { new (length: number): T })(Math.ceil(values.length * 1.5) + 16);
  copy.set(values);
  release(values);
  return copy;
}

/** Gives an array's memory back now and not at some later collection. The array is empty from then on. */
export function release(values: NumberArray): void {
  (values.buffer as ArrayBuffer).transfer(0);
}
