import { AppError, type Frame, labelIn, type QueryTrace, type WidgetData } from '#sdk';
import { type Sources, scopeData } from '../broker/scope-data.ts';
import { fillOptionCounts } from '../filters/fill-option-counts.ts';
import type { FilterReading } from '../filters/read-filters.ts';
import type { ApplyResult, ApplyStats } from '../types.ts';
import { type Asked, allRows, countsOwner, matchingRows, rowsOwner } from './ask-all.ts';
import type { OpenedDashboard } from './open-dashboard.ts';
import type { WaitedCards } from './wait-for-cards.ts';

type Run = { readonly trace: QueryTrace; readonly began: number };

/** The answer to refused input: the filters as typed, nothing read. */
export function refusedResult(opened: OpenedDashboard, reading: FilterReading, run: Run): ApplyResult {
  const stats = { rows: 0, counted: null, months: [], ...spent(run) };
  return { ...headOf(opened, reading), filters: reading.outcomes, refused: true, cards: [], stats };
}

export type Answer = {
  readonly opened: OpenedDashboard;
  readonly reading: FilterReading;
  readonly asked: Asked;
  readonly sources: Sources;
  readonly waited: WaitedCards;
};

export function answerResult({ opened, reading, asked, sources, waited }: Answer, run: Run): ApplyResult {
  const counts = scopeData(sources, countsOwner).data;
  const frames = new Map(Object.keys(asked.counts).flatMap((id) => frameIfAny(counts, id)));
  const rows = countRows(opened, asked, scopeData(sources, rowsOwner).data);
  return {
    ...headOf(opened, reading),
    filters: fillOptionCounts(reading.outcomes, asked.counts, frames),
    refused: false,
    ...waited,
    stats: { ...rows, months: sources.masters.reads, ...spent(run) },
  };
}

const headOf = ({ slug, title, version }: OpenedDashboard, { range }: FilterReading) => ({
  dashboard: { slug, title },
  range,
  version,
});

const spent = ({ trace, began }: Run) => ({
  queries: trace.queries,
  ms: Math.round((performance.now() - began) * 10) / 10,
});

/** A count that could not be had (a window over budget, a placement's own mistake) is left out, not guessed. */
function frameIfAny(counts: WidgetData, id: string): [string, Frame][] {
  try {
    return [[id, counts.frame(id)]];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}

function countRows(
  { scope }: OpenedDashboard,
  { datasets }: Asked,
  data: WidgetData,
): Pick<ApplyStats, 'rows' | 'counted'> {
  const count = (name: string): number | null => frameIfAny(data, name)[0]?.[1].column('rows').at(0) ?? null;
  const matching = datasets.map((dataset) => count(matchingRows(dataset)) ?? 0);
  const rows = matching.reduce((sum, one) => sum + one, 0);
  const total = count(allRows);
  const main = scope.metadata.datasets.get(datasets[0] ?? '');
  if (!main || total === null) return { rows, counted: null };
  const label = labelIn(main.labels, scope.language);
  const one = labelIn(main.one ?? main.labels, scope.language);
  return { rows, counted: { label, one, rows: matching[0]!, total } };
}
