import { emptyTally, finishTally, isAdditive, mergeInto, type Tally, type ValueSettings } from './value.ts';

export type Ranked = { readonly id: number | null; readonly tally: Tally; readonly value: number | null };

/** The groups with the largest values, largest first, and the others as one where values add up. */
export function topGroups(
  tallies: ReadonlyMap<number | null, Tally>,
  value: ValueSettings,
  options: { readonly top: number; readonly elapsedMs: number },
): { readonly shown: readonly Ranked[]; readonly others: Omit<Ranked, 'id'> | null } {
  const ranked = [...tallies]
    .map(([id, tally]) => ({ id, tally, value: finishTally(tally, value, options.elapsedMs) }))
    .sort((a, b) => rank(b.value) - rank(a.value) || (a.id ?? 0) - (b.id ?? 0));
  const rest = ranked.slice(options.top);
  return { shown: ranked.slice(0, options.top), others: othersOf(rest, value, options.elapsedMs) };
}

const rank = (value: number | null): number => value ?? Number.NEGATIVE_INFINITY;

function othersOf(
  rest: readonly Ranked[],
  value: ValueSettings,
  elapsedMs: number,
): Omit<Ranked, 'id'> | null {
  if (rest.length === 0 || !isAdditive(value)) return null;
  const tally = emptyTally();
  for (const { tally: one } of rest) mergeInto(tally, one);
  return { tally, value: finishTally(tally, value, elapsedMs) };
}
