import { type AggregateNeed, type InternalNeed, isApiNeed, type Need } from '#sdk';
import { countNeeds } from '../filters/count-needs.ts';
import type { FilterInstance } from '../filters/instantiate-filters.ts';
import type { AskedNeed } from '../query/types.ts';
import type { Card } from '../types.ts';
import { askNeeds } from '../widgets/ask-needs.ts';
import type { CardLog } from '../widgets/fail-card.ts';
import type { WidgetInstance } from '../widgets/instantiate-widgets.ts';

export const cardOwner = (key: string): string => `card ${key}`;
export const countsOwner = 'option counts';
export const rowsOwner = 'rows';

export type AskedCard = {
  readonly instance: WidgetInstance;
  readonly needs: Readonly<Record<string, Need>>;
  readonly failed: Card | null;
};

/** Everything one Apply asks for, before anything is read. */
export type Asked = {
  readonly cards: readonly AskedCard[];
  /** Filter id → how its options are counted. */
  readonly counts: Readonly<Record<string, AggregateNeed>>;
  /** Datasets that cards read, the one most asked for first. */
  readonly datasets: readonly string[];
  readonly needs: readonly AskedNeed[];
};

/** Gathers the needs of the cards, of the filters' option counts and of the sentence that says how many rows match. */
export function askAll(from: {
  readonly widgets: readonly WidgetInstance[];
  readonly filters: readonly FilterInstance[];
  readonly log: CardLog;
}): Asked {
  const cards = from.widgets.map((instance) => ({ instance, ...askNeeds(instance, from.log) }));
  const counts = countNeeds(from.filters);
  const datasets = datasetsOf(cards);
  const needs = [
    ...cards.flatMap(({ instance, needs: own }) => named(cardOwner(instance.card.key), own)),
    ...named(countsOwner, counts),
    ...named(rowsOwner, rowNeeds(datasets, from.filters.length > 0)),
  ];
  return { cards, counts, datasets, needs };
}

const named = (owner: string, needs: Readonly<Record<string, Need>>): AskedNeed[] =>
  Object.entries(needs).map(([name, need]) => ({ owner, name, need }));

function datasetsOf(cards: readonly AskedCard[]): string[] {
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
