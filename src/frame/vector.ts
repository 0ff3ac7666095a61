import type { NumberArray } from '#sdk';

/**
 * The values of one column over the rows of one segment.
 * - stored: `values[row] + offset`; where `nulls[row]` is 1 there is none. `runs`, where there, says the same in few words.
 * - mapped: `map[values[row]]`; NaN, or an id beyond the map, is none.
 * - constant: the same for every row.
 */
export type Vector = StoredVector | MappedVector | ConstantVector;

export type StoredVector = {
  readonly kind: 'stored';
  readonly values: NumberArray;
  readonly nulls?: Uint8Array;
  readonly offset?: number;
  readonly runs?: Runs;
};
/** Rows before `ends[0]` have `values[0]`, those before `ends[1]` the next, and so on. */
export type Runs = { readonly ends: Uint32Array; readonly values: Uint32Array };
export type IdArray = Uint8Array | Uint16Array | Uint32Array;
export type MappedVector = {
  readonly kind: 'mapped';
  readonly values: IdArray;
  readonly nulls?: Uint8Array;
  readonly map: Float64Array;
};
export type ConstantVector = { readonly kind: 'constant'; readonly value: number | null };

export function readVector(vector: Vector, row: number): number | null {
  if (vector.kind === 'constant') return vector.value;
  if (vector.nulls?.[row]) return null;
  const value = vector.values[row]!;
  if (vector.kind === 'stored') return value + (vector.offset ?? 0);
  return readMap(vector.map, value);
}

export function readMap(map: Float64Array, id: number): number | null {
  const value = map[id];
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** Plain values as a stored vector; null, undefined and NaN become explicit nulls. */
export const toVector = (values: ArrayLike<number | null>): StoredVector =>
  collectVector(values.length, (row) => values[row] ?? null);

/** A stored vector of `length` values read one by one. */
export function collectVector(length: number, read: (row: number) => number | null): StoredVector {
  const values = new Float64Array(length);
  const nulls = new Uint8Array(length);
  let missing = 0;
  for (let row = 0; row < length; row++) {
    const value = read(row);
    if (value === null || Number.isNaN(value)) {
      nulls[row] = 1;
      missing++;
    } else values[row] = value;
  }
  return missing > 0 ? { kind: 'stored', values, nulls } : { kind: 'stored', values };
}
