import { type AggregateNeed, type InternalNeed, isApiNeed, type Need } from '#sdk';
import type { AskedNeed } from '../query/types.ts';
import type { AskedWidget } from '../widgets/ask-needs.ts';

export const cardOwner = (key: string): string => `card ${key}`;
export const countsOwner = 'option counts';
export const rowsOwner = 'rows';

/** Everything one Apply asks for, before anything is read. */
export type Asked = {
  readonly cards: readonly AskedWidget[];
  /** Filter id → how its options are counted. */
  readonly counts: Readonly<Record<string, AggregateNeed>>;
  /** Datasets that cards read, the one most asked for first. */
  readonly datasets: readonly string[];
  readonly needs: readonly AskedNeed[];
};

/** Gathers the needs of the cards, of the filters' option counts and of the sentence that says how many rows match. */
export function askAll(from: {
  readonly cards: readonly AskedWidget[];
  readonly counts: Readonly<Record<string, AggregateNeed>>;
  /** Whether that sentence is asked for. */
  readonly counted: boolean;
}): Asked {
  const { cards, counts } = from;
  const datasets = datasetsOf(cards);
  const needs = [
    ...cards.flatMap(({ placed, needs: own }) => named(cardOwner(placed.card.key), own)),
    ...named(countsOwner, counts),
    ...named(rowsOwner, rowNeeds(datasets, from.counted)),
  ];
  return { cards, counts, datasets, needs };
}

const named = (owner: string, needs: Readonly<Record<string, Need>>): AskedNeed[] =>
  Object.entries(needs).map(([name, need]) => ({ owner, name, need }));

function datasetsOf(cards: readonly AskedWidget[]): string[] {
  const asked = new Map<string, number>();
  for (const { needs } of cards) {
    const own = Object.values(needs).filter((need): need is InternalNeed => !isApiNeed(need));
    for (const key of new Set(own.map(({ dataset }) => dataset))) asked.set(key, (asked.get(key) ?? 0) + 1);
  }
  return [...asked].sort((a, b) => b[1] - a[1]).map(([key]) => key);
}

export const matchingRows = (dataset: string): string => `matching ${dataset}`;
export const allRows = 'all';

function rowNeeds(datasets: readonly string[], counted: boolean): Record<string, AggregateNeed> {
  if (!counted) return {};
  const aggregate = { keys: [], measures: { rows: { fn: 'count' } } } as const;
  const needs = datasets.map((dataset): [string, AggregateNeed] => [
    matchingRows(dataset),
    { dataset, aggregate },
  ]);
  const [main] = datasets;
  if (main !== undefined) needs.push([allRows, { dataset: main, filters: 'none', aggregate }]);
  return Object.fromEntries(needs);
}
