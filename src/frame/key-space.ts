import { AppError } from '#sdk';
import { type FrameParts, partsLength, rowAt, type Segment, segmentLength } from './frame-parts.ts';
import { codeRows, type KeyCodes, type KeyPart, type RowCodes } from './key-codes.ts';
import { NumberSet } from './number-set.ts';

/** A key's part in one segment, how many codes it has, and what its code is multiplied by in the cell's number. */
export type KeyTerm = { readonly part: KeyPart; readonly codes: number; readonly stride: number };

/** The cells in which rows of equal keys meet. */
export type KeySpace = {
  readonly cells: number;
  /** Terms of each segment: a row's cell is the sum of its codes times their strides. */
  readonly terms: readonly (readonly KeyTerm[])[];
  /** A cell's number among all combinations of codes, ascending with the cell. */
  readonly combinationOf: (cell: number) => number;
  /** A key's code in a combination. */
  readonly codeOf: (combination: number, key: number) => number;
  /** The combination without its last key, and whether that last key is null. */
  readonly withoutLast: (combination: number) => { readonly rest: number; readonly lastIsNull: boolean };
};

const alwaysDenseCells = 1 << 16;
const maxDenseCells = 1 << 21;

/** A cell per combination of codes, or, when most would stay empty, a cell per combination that occurs. */
export function makeKeySpace(parts: FrameParts, keys: readonly KeyCodes[]): KeySpace {
  const strides = keys.map((_, index) =>
    keys.slice(index + 1).reduce((product, key) => product * key.codes, 1),
  );
  const combinations = keys.reduce((product, key) => product * key.codes, 1);
  if (combinations > Number.MAX_SAFE_INTEGER) throw new AppError('too_many_groups', { status: 422 });
  const codeOf = (combination: number, key: number) =>
    Math.floor(combination / strides[key]!) % keys[key]!.codes;
  const terms = parts.segments.map((_, segment) =>
    keys.map((key, index) => ({ part: key.parts[segment]!, codes: key.codes, stride: strides[index]! })),
  );
  const lastCodes = keys.at(-1)?.codes ?? 1;
  const withoutLast = (combination: number) => ({
    rest: Math.floor(combination / lastCodes),
    lastIsNull: combination % lastCodes === lastCodes - 1,
  });
  const dense = { cells: combinations, terms, combinationOf: (cell: number) => cell, codeOf, withoutLast };
  const limit = Math.max(alwaysDenseCells, Math.min(maxDenseCells, 4 * partsLength(parts)));
  return combinations <= limit ? dense : { ...dense, ...occurring(parts.segments, terms) };
}

/** The combinations that occur, numbered in ascending order; each row's number takes the place of its keys. */
function occurring(segments: readonly Segment[], terms: KeySpace['terms']) {
  const found = new NumberSet();
  const arrived = segments.map((segment, index) => {
    const combinations = combinationsOf(segment, terms[index]!);
    return Uint32Array.from(combinations, (combination) => found.add(combination));
  });
  const combinations = found.numbers.slice().sort();
  const cellOf = new Uint32Array(found.size);
  combinations.forEach((combination, cell) => {
    cellOf[found.add(combination)] = cell;
  });
  return {
    cells: combinations.length,
    terms: segments.map((segment, index) => {
      const cells = arrived[index]!;
      const part = codeRows(segment, (_, position) => cellOf[cells[position - segment.from]!]!);
      return [{ part, codes: combinations.length, stride: 1 }];
    }),
    combinationOf: (cell: number) => combinations[cell]!,
  };
}

/** The cell, or the combination, of each position of the segment, key after key. */
export function combinationsOf(segment: Segment, terms: readonly KeyTerm[]): Float64Array {
  const sums = new Float64Array(segmentLength(segment));
  for (const { part, stride } of terms) {
    if (part.kind === 'same') addSame(sums, part.code * stride);
    else if (part.kind === 'runs') addRuns(sums, part, { from: segment.from, stride });
    else addRows(sums, part, { segment, stride });
  }
  return sums;
}

function addSame(sums: Float64Array, amount: number): void {
  for (let at = 0; at < sums.length; at++) sums[at]! += amount;
}

type RunPart = Extract<KeyPart, { kind: 'runs' }>;

function addRuns(sums: Float64Array, { ends, codes }: RunPart, on: { from: number; stride: number }): void {
  let at = 0;
  for (let run = 0; at < sums.length; run++) {
    const amount = codes[run]! * on.stride;
    for (const end = Math.min(sums.length, ends[run]! - on.from); at < end; at++) sums[at]! += amount;
  }
}

function addRows(
  sums: Float64Array,
  { values, table, nulls, nullCode }: RowCodes,
  { segment, stride }: { readonly segment: Segment; readonly stride: number },
): void {
  for (let at = 0; at < sums.length; at++) {
    const row = rowAt(segment, segment.from + at);
    const code = table ? table[values[row]!]! : values[row]!;
    sums[at]! += (nulls?.[row] ? nullCode : code) * stride;
  }
}
