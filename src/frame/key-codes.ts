import type { NumberArray } from '#sdk';
import { type FrameParts, rowAt, type Segment } from './frame-parts.ts';
import { maxOf } from './max-of.ts';
import { runsWithin } from './runs-within.ts';
import { readMap, readVector, type Vector } from './vector.ts';

/**
 * A grouping key as small whole numbers, the same over all segments and in the order of its values: code `c` stands
 * for `valueOf(c)`, and the last code for null.
 */
export type KeyCodes = {
  readonly codes: number;
  readonly valueOf: (code: number) => number | null;
  /** One per segment. */
  readonly parts: readonly KeyPart[];
};

/**
 * - same: one code for the whole segment.
 * - runs: positions before `ends[0]` have `codes[0]`, those up to `ends[1]` the next, and so on.
 * - rows: the code of a row is `values[row]`, through the table where there is one; `nullCode` where `nulls` says so.
 */
export type KeyPart =
  | { readonly kind: 'same'; readonly code: number }
  | { readonly kind: 'runs'; readonly ends: Uint32Array; readonly codes: Uint32Array }
  | RowCodes;

export type RowCodes = {
  readonly kind: 'rows';
  readonly values: NumberArray;
  readonly table?: Uint32Array;
  readonly nulls?: Uint8Array;
  readonly nullCode: number;
};

const maxDirectCode = 1 << 20;

/** Ids are their own codes where they are small whole numbers; any other values are numbered in ascending order. */
export function codeColumn(parts: FrameParts, name: string): KeyCodes {
  const vectors = parts.segments.map((segment) => segment.vector(name));
  const largest = vectors.reduce((max, vector) => Math.max(max, largestId(vector)), 0);
  if (largest >= maxDirectCode) return codeByDictionary(parts.segments, vectors);
  const nullCode = largest + 1;
  return {
    codes: nullCode + 1,
    valueOf: (code) => (code === nullCode ? null : code),
    parts: vectors.map((vector, index) => directPart(vector, nullCode, parts.segments[index]!)),
  };
}

/** Infinity where the values cannot be codes. */
function largestId(vector: Vector): number {
  if (vector.kind === 'constant') return largestWhole([vector.value ?? 0]);
  if (vector.kind === 'stored' && vector.runs) return maxOf(vector.runs.values);
  if (vector.values instanceof Float64Array || vector.values instanceof Int32Array || hasOffset(vector)) {
    return Number.POSITIVE_INFINITY;
  }
  const largest = maxOf(vector.values);
  if (vector.kind === 'stored' || largest >= maxDirectCode) return largest;
  return largestWhole(vector.map.subarray(0, largest + 1).filter((id) => !Number.isNaN(id)));
}

const hasOffset = (vector: Vector): boolean => vector.kind === 'stored' && Boolean(vector.offset);

const largestWhole = (ids: ArrayLike<number>): number =>
  Array.from(ids).reduce((max, id) => (id >= 0 && Number.isInteger(id) ? Math.max(max, id) : Infinity), 0);

function directPart(vector: Vector, nullCode: number, segment: Segment): KeyPart {
  if (vector.kind === 'constant') return { kind: 'same', code: vector.value ?? nullCode };
  const runs = vector.kind === 'stored' && vector.runs && runsWithin(vector.runs, segment);
  if (runs) return runs;
  const { values, nulls } = vector;
  const rows: RowCodes = nulls
    ? { kind: 'rows', values, nulls, nullCode }
    : { kind: 'rows', values, nullCode };
  if (vector.kind === 'stored') return rows;
  const table = new Uint32Array(maxOf(values) + 1);
  for (let id = 0; id < table.length; id++) table[id] = readMap(vector.map, id) ?? nullCode;
  return { ...rows, table };
}

/** Numbers the distinct values found in the rows. */
function codeByDictionary(segments: readonly Segment[], vectors: readonly Vector[]): KeyCodes {
  const found = new Set<number>();
  segments.forEach((segment, index) => {
    for (let position = segment.from; position < segment.to; position++) {
      const value = readVector(vectors[index]!, rowAt(segment, position));
      if (value !== null) found.add(value);
    }
  });
  const values = Float64Array.from(found).sort();
  const codes = new Map([...values].map((value, code) => [value, code]));
  const codeOf = (value: number | null) => (value === null ? values.length : codes.get(value)!);
  return {
    codes: values.length + 1,
    valueOf: (code) => values[code] ?? null,
    parts: segments.map((segment, index) =>
      codeRows(segment, (row) => codeOf(readVector(vectors[index]!, row))),
    ),
  };
}

/** Codes of the segment's rows, computed one by one. */
export function codeRows(segment: Segment, codeOf: (row: number, position: number) => number): RowCodes {
  const values = new Uint32Array(rowSpan(segment));
  for (let position = segment.from; position < segment.to; position++) {
    const row = rowAt(segment, position);
    values[row] = codeOf(row, position);
  }
  return { kind: 'rows', values, nullCode: 0 };
}

/** One more than the largest row. */
function rowSpan({ list, from, to }: Segment): number {
  if (!list) return to;
  let largest = -1;
  for (let position = from; position < to; position++) largest = Math.max(largest, list[position]!);
  return largest + 1;
}
