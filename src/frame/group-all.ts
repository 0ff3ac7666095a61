import { AppError, type Grouping, type Measure } from '#sdk';
import { checkBins, codeBins } from './code-bins.ts';
import { type Field, type FrameParts, fieldOf, remember } from './frame-parts.ts';
import { type GroupingTally, groupedParts } from './grouped-parts.ts';
import type { Steps } from './in-turns.ts';
import { codeColumn, type KeyCodes } from './key-codes.ts';
import { makeKeySpace } from './key-space.ts';
import { sortCells } from './sort-cells.ts';
import { splitSegments } from './split-segments.ts';
import { makeTally } from './tally.ts';
import { tallyLoops } from './tally-loops.ts';
import { codeTime } from './time-codes.ts';

/** Groups by all groupings in one pass over the rows, one result each. */
export function* groupAll(whole: FrameParts, groupings: readonly Grouping[]): Steps<FrameParts[]> {
  for (const grouping of groupings) checkGrouping(whole, grouping);
  const parts = { ...whole, segments: splitSegments(whole.segments) };
  const coder = makeCoder(parts);
  const plans: GroupingTally[] = [];
  for (const grouping of groupings) {
    for (const code of coder(grouping)) {
      code();
      yield;
    }
    plans.push(planGrouping(parts, grouping, coder));
    yield;
  }
  const tallies = plans.flatMap(({ main, distinct }) => [main, ...distinct.values()]);
  const tallySegment = tallyLoops(tallies);
  for (const [index, segment] of parts.segments.entries()) {
    tallySegment(segment, index);
    yield;
  }
  const grouped: FrameParts[] = [];
  for (const plan of plans) {
    grouped.push(groupedParts(parts, plan));
    yield;
  }
  return grouped;
}

const maxKeys = 3;

/**
 * Throws `too_many_keys`, `unknown_column`, `not_a_key` (a key is no member column), `not_measurable` (a measure over a
 * member column), `bad_bins` or `bad_quantile`.
 */
export function checkGrouping(parts: Pick<FrameParts, 'fields'>, { keys, bins, measures }: Grouping): void {
  if (keys.length > maxKeys) throw new AppError('too_many_keys', { params: { max: maxKeys } });
  const field = (name: string) => fieldOf(parts, name);
  for (const name of keys) {
    if (field(name).type !== 'member') throw new AppError('not_a_key', { params: { column: name } });
  }
  if (bins) checkBins(parts, bins);
  for (const measure of Object.values(measures)) {
    if (measure.fn === 'quantile' && !(measure.q >= 0 && measure.q <= 1))
      throw new AppError('bad_quantile', { params: { q: measure.q } });
    if (measure.fn !== 'count' && !isMeasurable(field(measure.column), measure.fn)) {
      throw new AppError('not_measurable', { params: { column: measure.column } });
    }
  }
}

const isMeasurable = ({ type }: Field, fn: Measure['fn']): boolean =>
  fn === 'distinct' || type === 'number' || (type === 'time' && (fn === 'min' || fn === 'max'));

/** Makes the codes of the keys, and of a counted column after them, each when it is called. */
type Coder = (grouping: Grouping, counted?: string) => (() => KeyCodes)[];

/** Codes of a column or a grain are made once for all groupings. */
function makeCoder(parts: FrameParts): Coder {
  const known = new Map<string, KeyCodes>();
  const once = (key: string, make: () => KeyCodes) => () => {
    const codes = known.get(key) ?? make();
    known.set(key, codes);
    return codes;
  };
  const column = (name: string) => once(`column ${name}`, () => codeColumn(parts, name));
  return ({ keys, grain, bins }, counted) => [
    ...(grain ? [once(`grain ${grain}`, () => codeTime(parts, grain))] : []),
    ...keys.map(column),
    ...(bins ? [once(`bins ${JSON.stringify(bins)}`, () => codeBins(parts, bins))] : []),
    ...(counted === undefined ? [] : [column(counted)]),
  ];
}

function planGrouping(parts: FrameParts, grouping: Grouping, coder: Coder): GroupingTally {
  const keys = coder(grouping).map((code) => code());
  const measures = Object.values(grouping.measures);
  const counted = measures.flatMap((measure) => (measure.fn === 'distinct' ? [measure.column] : []));
  const distinct = [...new Set(counted)].map((column) => {
    const space = makeKeySpace(
      parts,
      coder(grouping, column).map((code) => code()),
    );
    return [column, makeTally(parts, space, [])] as const;
  });
  const main = makeTally(parts, makeKeySpace(parts, keys), measures);
  const sorted = remember((column) => sortCells(parts, main.space, column));
  return { grouping, keys, main, distinct: new Map(distinct), sorted };
}
