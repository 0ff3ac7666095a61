import type { Grouping, Measure } from '#sdk';
import { byName, type Field, type FrameParts, fieldOf, plainSegment } from './frame-parts.ts';
import type { KeyCodes } from './key-codes.ts';
import { quantileOf, type SortedCells } from './sort-cells.ts';
import { readTally, type Tally } from './tally.ts';
import { collectVector, type Vector } from './vector.ts';

/** A grouping with what was counted for it. */
export type GroupingTally = {
  readonly grouping: Grouping;
  readonly keys: readonly KeyCodes[];
  readonly main: Tally;
  /** Column of a distinct measure → a tally whose last key is that column. */
  readonly distinct: ReadonlyMap<string, Tally>;
  /** Column of a quantile → its values, cell by cell. */
  readonly sorted: (column: string) => SortedCells;
};

/** The small frame of a grouping: `time` (with a grain), the keys, `bin` (with bins), the measures; ordered by keys. */
export function groupedParts(parts: FrameParts, plan: GroupingTally): FrameParts {
  const { grouping } = plan;
  const cells = filledCells(plan);
  const keyNames = keyNamesOf(grouping);
  const measures = Object.entries(grouping.measures);
  const fields = [
    ...keyFields(parts, grouping),
    ...measures.map(([name, measure]) => measureField(parts, name, measure)),
  ];
  const vectors = new Map<string, Vector>([
    ...keyNames.map((name, index): [string, Vector] => [name, keyVector(plan, index, cells)]),
    ...measures.map(([name, measure]): [string, Vector] => [name, measureVector(plan, measure, cells)]),
  ]);
  const segment = { ...plainSegment(vectors, cells.length), ordered: grouping.grain !== undefined };
  return { fields: byName(fields), segments: [segment], order: 'listed', calendar: parts.calendar };
}

export const keyNamesOf = ({ grain, keys, bins }: Grouping): string[] => [
  ...(grain ? ['time'] : []),
  ...keys,
  ...(bins ? ['bin'] : []),
];

export const keyFields = (parts: Pick<FrameParts, 'fields'>, { grain, keys, bins }: Grouping): Field[] => [
  ...[...(grain ? ['time'] : []), ...keys].map((name) => fieldOf(parts, name)),
  ...(bins ? [{ name: 'bin', type: 'number' as const }] : []),
];

/** Groups that have rows; without keys there is always the one group. */
function filledCells({ main, keys }: GroupingTally): number[] {
  if (keys.length === 0) return [0];
  const cells: number[] = [];
  main.rows.forEach((rows, cell) => {
    if (rows > 0) cells.push(cell);
  });
  return cells;
}

/** What a measure's column is: its source's type and unit, or a plain count. */
export function measureField(parts: Pick<FrameParts, 'fields'>, name: string, measure: Measure): Field {
  if (measure.fn === 'count' || measure.fn === 'distinct') return { name, type: 'number' };
  const { type, unit } = fieldOf(parts, measure.column);
  return unit === undefined ? { name, type } : { name, type, unit };
}

const keyVector = (
  { main: { space }, keys }: GroupingTally,
  index: number,
  cells: readonly number[],
): Vector =>
  collectVector(cells.length, (row) =>
    keys[index]!.valueOf(space.codeOf(space.combinationOf(cells[row]!), index)),
  );

function measureVector(plan: GroupingTally, measure: Measure, cells: readonly number[]): Vector {
  const { main } = plan;
  if (measure.fn === 'count') return collectVector(cells.length, (row) => main.rows[cells[row]!]!);
  if (measure.fn === 'quantile') {
    const sorted = plan.sorted(measure.column);
    return collectVector(cells.length, (row) => quantileOf(sorted, cells[row]!, measure.q));
  }
  if (measure.fn !== 'distinct')
    return collectVector(cells.length, (row) => readTally(main, measure, cells[row]!));
  const counts = countDistinct(plan.distinct.get(measure.column)!);
  return collectVector(cells.length, (row) => counts.get(main.space.combinationOf(cells[row]!)) ?? 0);
}

/** Combination of the other keys → how many values the last key takes with it, null aside. */
function countDistinct({ rows, space }: Tally): Map<number, number> {
  const counts = new Map<number, number>();
  rows.forEach((count, cell) => {
    if (count === 0) return;
    const combination = space.combinationOf(cell);
    const { rest, lastIsNull } = space.withoutLast(combination);
    if (!lastIsNull) counts.set(rest, (counts.get(rest) ?? 0) + 1);
  });
  return counts;
}
