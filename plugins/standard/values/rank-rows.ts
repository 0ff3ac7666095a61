import type { Frame } from '#sdk';
import { topGroups } from './top-groups.ts';
import { addUp, finishTally, isAdditive, type ValueSettings } from './value.ts';

/** A grouped frame, the member column it is grouped by, and what it measures. */
export type Measured = { readonly frame: Frame; readonly by: string; readonly value: ValueSettings };

export type RankedRow = {
  readonly id: number | null | 'others';
  readonly value: number | null;
  readonly extra: number | null;
};

/** Members by value, largest first, then the others; each with the extra value of the same members. */
export function rankRows(
  main: Measured,
  extra: Measured | undefined,
  options: { readonly top: number; readonly elapsedMs: number },
): RankedRow[] {
  const ids = main.frame.column(main.by);
  const tallies = addUp(main.frame, main.value, (row) => ids.at(row));
  const { shown, others } = topGroups(tallies, main.value, options);
  const place = (id: number | null): number | null | 'others' =>
    shown.some((one) => one.id === id) ? id : 'others';
  const extraOf = extraValues(extra, place, options.elapsedMs);
  return [
    ...shown.map(({ id, value }) => ({ id, value, extra: extraOf(id) })),
    ...(others ? [{ id: 'others' as const, value: others.value, extra: extraOf('others') }] : []),
  ];
}

function extraValues(
  extra: Measured | undefined,
  place: (id: number | null) => number | null | 'others',
  elapsedMs: number,
): (id: number | null | 'others') => number | null {
  if (!extra) return () => null;
  const ids = extra.frame.column(extra.by);
  const tallies = addUp(extra.frame, extra.value, (row) => place(ids.at(row)));
  return (id) =>
    id === 'others' && !isAdditive(extra.value) ? null : finishTally(tallies.get(id), extra.value, elapsedMs);
}
