import { AppError } from '#sdk';
import { type FrameParts, partsLength, type Segment } from './frame-parts.ts';
import { codeRows, type KeyCodes, type KeyPart } from './key-codes.ts';

/** A key's part in one segment, and what its code is multiplied by in the cell's number. */
export type KeyTerm = { readonly part: KeyPart; readonly stride: number };

/** The cells in which rows of equal keys meet. */
export type KeySpace = {
  readonly cells: number;
  /** Terms of each segment: a row's cell is the sum of its codes times their strides. */
  readonly terms: readonly (readonly KeyTerm[])[];
  /** A cell's number among all combinations of codes, ascending with the cell. */
  readonly combinationOf: (cell: number) => number;
  /** The codes of a combination, one per key. */
  readonly codesOf: (combination: number) => number[];
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
  const codesOf = (combination: number) =>
    keys.map((key, index) => Math.floor(combination / strides[index]!) % key.codes);
  const terms = parts.segments.map((_, segment) =>
    keys.map((key, index) => ({ part: key.parts[segment]!, stride: strides[index]! })),
  );
  const lastCodes = keys.at(-1)?.codes ?? 1;
  const withoutLast = (combination: number) => ({
    rest: Math.floor(combination / lastCodes),
    lastIsNull: combination % lastCodes === lastCodes - 1,
  });
  const dense = { cells: combinations, terms, combinationOf: (cell: number) => cell, codesOf, withoutLast };
  const limit = Math.max(alwaysDenseCells, Math.min(maxDenseCells, 4 * partsLength(parts)));
  return combinations <= limit ? dense : { ...dense, ...occurring(parts.segments, terms) };
}

function occurring(segments: readonly Segment[], terms: KeySpace['terms']) {
  const found = new Set<number>();
  segments.forEach((segment, index) => {
    const combine = combiner(segment, terms[index]!);
    codeRows(segment, (row) => {
      found.add(combine(row));
      return 0;
    });
  });
  const combinations = Float64Array.from(found).sort();
  const cells = new Map([...combinations].map((combination, cell) => [combination, cell]));
  return {
    cells: combinations.length,
    terms: segments.map((segment, index) => {
      const combine = combiner(segment, terms[index]!);
      return [{ part: codeRows(segment, (row) => cells.get(combine(row))!), stride: 1 }];
    }),
    combinationOf: (cell: number) => combinations[cell]!,
  };
}

function combiner(segment: Segment, terms: readonly KeyTerm[]): (row: number) => number {
  const readers = terms.map(({ part, stride }) => ({ read: codeReader(segment, part), stride }));
  return (row) => readers.reduce((sum, { read, stride }) => sum + read(row) * stride, 0);
}

function codeReader(segment: Segment, part: KeyPart): (row: number) => number {
  if (part.kind === 'same') return () => part.code;
  const rows = part.kind === 'runs' ? spreadRuns(segment, part) : part;
  return (row) => {
    if (rows.nulls?.[row]) return rows.nullCode;
    return rows.table ? rows.table[rows.values[row]!]! : rows.values[row]!;
  };
}

function spreadRuns(segment: Segment, part: Extract<KeyPart, { kind: 'runs' }>) {
  let run = 0;
  return codeRows(segment, (_, position) => {
    while (position >= part.ends[run]!) run++;
    return part.codes[run]!;
  });
}
