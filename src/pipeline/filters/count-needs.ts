import type { AggregateNeed, Metadata, OptionCounts } from '#sdk';

/** Filter id → what to ask so that each of its options shows its rows given the *other* applied filters. */
export function countNeeds(
  counts: ReadonlyMap<string, OptionCounts>,
  { datasets }: Pick<Metadata, 'datasets'>,
): Readonly<Record<string, AggregateNeed>> {
  const known = [...counts].filter(([, { dataset }]) => datasets.has(dataset));
  return Object.fromEntries(known.map(([id, asked]) => [id, countNeed(id, asked)]));
}

const countNeed = (id: string, { dataset, column, measure }: OptionCounts): AggregateNeed => ({
  dataset,
  filters: { except: id },
  aggregate: {
    keys: [column],
    measures: { count: measure ? { fn: 'sum', column: measure } : { fn: 'count' } },
  },
});
