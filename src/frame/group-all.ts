import { AppError, type Grouping, type Measure } from '#sdk';
import { type Field, type FrameParts, fieldOf } from './frame-parts.ts';
import { type GroupingTally, groupedParts } from './grouped-parts.ts';
import type { Steps } from './in-turns.ts';
import { codeColumn, type KeyCodes } from './key-codes.ts';
import { makeKeySpace } from './key-space.ts';
import { splitSegments } from './split-segments.ts';
import { makeTally } from './tally.ts';
import { tallySegment } from './tally-segment.ts';
import { codeTime } from './time-codes.ts';

/** Groups by all groupings in one pass over the rows, one result each. */
export function* groupAll(whole: FrameParts, groupings: readonly Grouping[]): Steps<FrameParts[]> {
  for (const grouping of groupings) checkGrouping(whole, grouping);
  const parts = { ...whole, segments: splitSegments(whole.segments) };
  const coder = makeCoder(parts);
  const plans: GroupingTally[] = [];
  for (const grouping of groupings) {
    plans.push(planGrouping(parts, grouping, coder));
    yield;
  }
  const tallies = plans.flatMap(({ main, distinct }) => [main, ...distinct.values()]);
  for (const [index, segment] of parts.segments.entries()) {
    tallySegment(segment, index, tallies);
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
 * Throws `too_many_keys`, `unknown_column`, `not_a_key` (a key is no member column) or `not_measurable` (a measure over a
 * member column).
 */
export function checkGrouping(parts: Pick<FrameParts, 'fields'>, { keys, measures }: Grouping): void {
  if (keys.length > maxKeys) throw new AppError('too_many_keys', { params: { max: maxKeys } });
  const field = (name: string) => fieldOf(parts, name);
  for (const name of keys) {
    if (field(name).type !== 'member') throw new AppError('not_a_key', { params: { column: name } });
  }
  for (const measure of Object.values(measures)) {
    if (measure.fn !== 'count' && !isMeasurable(field(measure.column), measure.fn)) {
      throw new AppError('not_measurable', { params: { column: measure.column } });
    }
  }
}

const isMeasurable = ({ type }: Field, fn: Measure['fn']): boolean =>
  fn === 'distinct' || type === 'number' || (type === 'time' && (fn === 'min' || fn === 'max'));

type Coder = (grouping: Grouping) => KeyCodes[];

/** Codes of a column or a grain are made once for all groupings. */
function makeCoder(parts: FrameParts): Coder {
  const known = new Map<string, KeyCodes>();
  const once = (key: string, make: () => KeyCodes) => {
    const codes = known.get(key) ?? make();
    known.set(key, codes);
    return codes;
  };
  return ({ keys, grain }) => [
    ...(grain ? [once(`grain ${grain}`, () => codeTime(parts, grain))] : []),
    ...keys.map((name) => once(`column ${name}`, () => codeColumn(parts, name))),
  ];
}

function planGrouping(parts: FrameParts, grouping: Grouping, coder: Coder): GroupingTally {
  const keys = coder(grouping);
  const measures = Object.values(grouping.measures);
  const counted = measures.flatMap((measure) => (measure.fn === 'distinct' ? [measure.column] : []));
  const distinct = [...new Set(counted)].map((column) => {
    const space = makeKeySpace(parts, coder({ ...grouping, keys: [...grouping.keys, column] }));
    return [column, makeTally(parts, space, [])] as const;
  });
  const main = makeTally(parts, makeKeySpace(parts, keys), measures);
  return { grouping, keys, main, distinct: new Map(distinct) };
}
