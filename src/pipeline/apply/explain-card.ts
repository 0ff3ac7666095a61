import { columnOf, coreColumns, type Dataset, isApiNeed, labelIn, type Need } from '#sdk';
import { apiKey } from '../broker/api-key.ts';
import { columnsOf, type Sources } from '../broker/scope-data.ts';
import type { Cut, DataScope, NeedPlan } from '../query/types.ts';
import type { Computed, ComputedApi, ComputedData, ReadMonth, Stage } from '../types.ts';
import type { OpenedDashboard } from './open-dashboard.ts';

/** What a run left behind, from which each card's own record is taken. */
export type RunRecord = {
  readonly opened: OpenedDashboard;
  readonly sources: Sources;
  /** What the stages before the cards took. */
  readonly stages: ReadonlyMap<Stage, number>;
  readonly queries: number;
};

/** The record of one card of a run; null for one that asked for nothing. */
export function explainCard(run: RunRecord, owner: string, calculateMs: number): Computed | null {
  const { opened, sources } = run;
  const needs = sources.plan.needs.filter((need) => need.owner === owner);
  if (needs.length === 0) return null;
  const datasets = new Map(needs.flatMap(({ cut }) => (cut ? [[cut.dataset.key, cut.dataset]] : [])));
  return {
    data: [...datasets.values()].map((dataset) => dataOf(run, dataset, needs)),
    apis: needs.flatMap((need) => apiOf(sources, need)),
    stages: [...run.stages, ['calculate', calculateMs] as const].map(([stage, ms]) => ({
      stage,
      ms: rounded(ms),
    })),
    queries: run.queries,
    version: opened.version,
  };
}

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

function dataOf({ opened, sources }: RunRecord, dataset: Dataset, needs: readonly NeedPlan[]): ComputedData {
  const { language } = opened.scope;
  const own = needs.filter(({ cut }) => cut?.dataset.key === dataset.key);
  const cuts = [...new Map(own.map(({ cut }) => [cut!.id, cut!])).values()];
  const months = monthsOf(sources, cuts, (member) => memberLabel(dataset, opened.scope, member));
  const received = [...new Set(own.flatMap(({ need }) => columnsOf(need as Need)))];
  const all = [...coreColumns, ...dataset.columns.map(({ name }) => name)];
  const label = (name: string) => columnLabel(opened, dataset, name);
  return {
    dataset: dataset.key,
    label: labelIn(dataset.labels, language),
    months,
    rowsRead: months.reduce((sum, { rows }) => sum + rows, 0),
    kept: cuts.map((cut) => ({ ...cut.span, rows: sources.masters.frames.get(cut.id)?.length ?? null })),
    received: all.filter((name) => received.includes(name)).map(label),
    left: all.filter((name) => !received.includes(name)).map(label),
  };
}

function monthsOf(
  { masters }: Sources,
  cuts: readonly Cut[],
  labelOf: (member: number | null) => string | null,
): ComputedData['months'] {
  const nameOf = ({ table, month }: { table: string; month: string }) => `${table} ${month}`;
  const reads = new Map(masters.reads.map((read): [string, ReadMonth] => [nameOf(read), read]));
  const touched = cuts.flatMap((cut) =>
    cut.chunks.map(({ table, month, rows }) => {
      const read = cut.from === 'memory' ? reads.get(nameOf({ table, month })) : undefined;
      const grouped = { table, month, rows, from: 'sql' as const, ms: 0 };
      const member = labelOf(cut.members.get(table) ?? null);
      return { ...(read ?? grouped), member, grouped: read === undefined };
    }),
  );
  const distinct = new Map(touched.map((month) => [`${nameOf(month)} ${month.grouped}`, month]));
  return [...distinct.values()].sort((a, b) => a.month.localeCompare(b.month));
}

function memberLabel(
  dataset: Dataset,
  { metadata, language }: DataScope,
  member: number | null,
): string | null {
  const column = dataset.splitBy === undefined ? undefined : columnOf(dataset, dataset.splitBy);
  if (member === null || column?.kind !== 'dimension') return null;
  const found = metadata.dimensions.get(column.dimension)?.byId.get(member);
  return found ? labelIn(found.labels, language) : String(member);
}

function columnLabel({ scope, context }: OpenedDashboard, dataset: Dataset, name: string): string {
  const column = columnOf(dataset, name);
  return column ? labelIn(column.labels, scope.language) : (context.words[`computed.core.${name}`] ?? name);
}

function apiOf({ apis }: Sources, { owner, name, need }: NeedPlan): ComputedApi[] {
  if (!isApiNeed(need)) return [];
  const outcome = apis.get(apiKey(owner, name));
  if (!outcome || !('value' in outcome)) return [{ api: need.api, status: 'error', asOf: null }];
  return [{ api: need.api, status: outcome.value.status, asOf: outcome.value.asOf }];
}
