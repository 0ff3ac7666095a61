import {
  AppError,
  type Database,
  type Databases,
  type Grouping,
  isAggregateNeed,
  monthStart,
  monthTable,
  nextMonth,
  type QueryTrace,
  type Span,
} from '#sdk';
import { datasetFields } from '../../frame/dataset-fields.ts';
import { byName, type Segment } from '../../frame/frame-parts.ts';
import { joinDataset } from '../../frame/join-dataset.ts';
import type { SegmentFrame } from '../../frame/segment-frame.ts';
import { aggregateToSql, type SqlSource } from './aggregate-to-sql.ts';
import { binsToSql } from './bins-to-sql.ts';
import { clauseToSql } from './clause-to-sql.ts';
import { groupColumns } from './collect-groups.ts';
import { finishGrouping } from './finish-grouping.ts';
import { partialSegment } from './partial-segment.ts';
import { type PartialShape, partialShape, startsWithin } from './partial-shape.ts';
import type { Cut, GroupedFrames, Outcome, QueryPlan } from './types.ts';

export type SqlTools = {
  readonly databases: Databases;
  readonly trace: QueryTrace;
  readonly signal: AbortSignal;
  /** Groups that one aggregate may take from the database; above it is `too_many_groups`. Default 500,000. */
  readonly maxGroups?: number;
};

type Group = { readonly cut: Cut; readonly grouping: Grouping };
type Run = {
  readonly plan: QueryPlan;
  readonly database: Database;
  readonly signal: AbortSignal;
  readonly maxGroups: number;
};

/** Answers the aggregates of the cuts that are too large to read, on one connection; touches nothing when there are none. */
export async function groupInSql(plan: QueryPlan, tools: SqlTools): Promise<GroupedFrames> {
  const groups = groupsOf(plan);
  if (groups.size === 0) return new Map();
  return tools.databases.useTenant(
    plan.scope.tenant,
    async (database) => {
      const { signal, maxGroups = 500_000 } = tools;
      const outcomes = new Map<string, Outcome<SegmentFrame>>();
      for (const [groupId, group] of groups) {
        outcomes.set(groupId, await runGroup({ plan, database, signal, maxGroups }, group));
      }
      return outcomes;
    },
    tools.trace,
  );
}

const groupsOf = ({ needs }: QueryPlan): Map<string, Group> =>
  new Map(
    needs.flatMap(({ need, cut, groupId }) =>
      cut?.from === 'sql' && groupId !== null && isAggregateNeed(need)
        ? [[groupId, { cut, grouping: need.aggregate }] as const]
        : [],
    ),
  );

async function runGroup(run: Run, { cut, grouping }: Group): Promise<Outcome<SegmentFrame>> {
  const { metadata, language } = run.plan.scope;
  try {
    const shape = partialShape(grouping, cut, metadata);
    const budget = { groupsLeft: run.maxGroups };
    const segments: Segment[] = [];
    for (const source of sourcesOf(cut, run.database.engine)) {
      segments.push(await readPartial(run, { cut, shape, source, budget }));
    }
    const fields = byName(datasetFields(cut.dataset, metadata, language));
    const parts = { fields, segments, order: 'listed', calendar: metadata.calendar } as const;
    return { value: finishGrouping(parts, grouping) };
  } catch (error) {
    run.signal.throwIfAborted();
    return { error };
  }
}

/** SQLite keeps a table per month; MySQL prunes the partitions of one table by its span. */
function sourcesOf(cut: Cut, engine: Database['engine']): SqlSource[] {
  const placed = cut.chunks.map(({ table, month }) => {
    const member = cut.members.get(table) ?? null;
    const own = engine === 'mysql' ? cut.span : monthWithin(month, cut.span);
    return { engine, table: engine === 'mysql' ? table : monthTable(table, month), member, span: own };
  });
  return [...new Map(placed.map((source) => [source.table, source])).values()];
}

const monthWithin = (month: string, span: Span): Span => ({
  from: Math.max(span.from, monthStart(month)),
  to: Math.min(span.to, monthStart(nextMonth(month))),
});

type Partial = {
  readonly cut: Cut;
  readonly shape: PartialShape;
  readonly source: SqlSource;
  readonly budget: { groupsLeft: number };
};

async function readPartial(run: Run, { cut, shape, source, budget }: Partial): Promise<Segment> {
  const { metadata } = run.plan.scope;
  const { dataset } = cut;
  const starts = shape.starts && startsWithin(shape.starts, source.span);
  const place = { ...source, dataset, metadata };
  const condition = clauseToSql({ op: 'and', clauses: cut.clauses }, place);
  const bins = shape.bins && { bins: binsToSql(shape.bins, place) };
  const { sql, bindings } = aggregateToSql(shape, starts, { source, condition, ...bins });
  const groups = await run.database.collect({
    ...{ sql, bindings, collecting: groupColumns, options: { maxGroups: budget.groupsLeft } },
    ...{ scans: cut.rows, signal: run.signal },
  });
  if (groups === 'too many') throw new AppError('too_many_groups', { status: 422 });
  const { columns } = groups;
  budget.groupsLeft -= columns[0]?.values.length ?? 0;
  const join = joinDataset(dataset, metadata);
  return partialSegment({ source, shape, starts, columns }, { dataset, join, calendar: metadata.calendar });
}
