import type { AggregateNeed } from '#sdk';
import type { FilterInstance } from './instantiate-filters.ts';

/** Filter id → what to ask so that each of its options shows its rows given the *other* applied filters. */
export function countNeeds(filters: readonly FilterInstance[]): Readonly<Record<string, AggregateNeed>> {
  const needs: Record<string, AggregateNeed> = {};
  for (const { id, filter, context } of filters) {
    const counts = filter?.counts(context);
    if (!counts || !context.metadata.datasets.has(counts.dataset)) continue;
    const count = counts.measure
      ? ({ fn: 'sum', column: counts.measure } as const)
      : ({ fn: 'count' } as const);
    needs[id] = {
      dataset: counts.dataset,
      filters: { except: id },
      aggregate: { keys: [counts.column], measures: { count } },
    };
  }
  return needs;
}
