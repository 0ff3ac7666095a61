import type { AggregateNeed, FilterControl, Frame, Option } from '#sdk';
import type { FilterOutcome } from '../types.ts';

/**
 * Puts the counts into the controls' options. Options that stand for no rows go last, in their order, and stay.
 * `frames` holds the answer to each of `countNeeds`; a filter without one keeps its options as they are.
 */
export const fillOptionCounts = (
  outcomes: readonly FilterOutcome[],
  needs: Readonly<Record<string, AggregateNeed>>,
  frames: ReadonlyMap<string, Frame>,
): FilterOutcome[] =>
  outcomes.map((outcome) => {
    const frame = frames.get(outcome.id);
    const column = needs[outcome.id]?.aggregate.keys[0];
    return frame && column
      ? { ...outcome, control: fill(outcome.control, countsIn(frame, column)) }
      : outcome;
  });

function countsIn(frame: Frame, column: string): Map<number | null, number> {
  const keys = frame.column(column);
  const counts = frame.column('count');
  return new Map(Array.from({ length: frame.length }, (_, row) => [keys.at(row), counts.at(row) ?? 0]));
}

function fill(control: FilterControl, counts: ReadonlyMap<number | null, number>): FilterControl {
  const options = emptyLast(
    control.options.map((option) => ({ ...option, count: counts.get(Number(option.value)) ?? 0 })),
  );
  if (control.kind !== 'select') return { ...control, options };
  return { ...control, options, allCount: [...counts.values()].reduce((sum, count) => sum + count, 0) };
}

const emptyLast = (options: readonly (Option & { readonly count: number })[]): Option[] => [
  ...options.filter(({ count }) => count > 0),
  ...options.filter(({ count }) => count === 0),
];
