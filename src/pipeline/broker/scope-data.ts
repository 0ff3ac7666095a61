import { AppError, type Frame, isAggregateNeed, isApiNeed, type Need, type RowsNeed } from '#sdk';
import type { SegmentFrame } from '../../frame/segment-frame.ts';
import type { Masters } from '../master/types.ts';
import type { GroupedFrames, NeedPlan, Outcome, QueryPlan } from '../query/types.ts';
import { apiKey } from './api-key.ts';
import type { ApiAnswers, CardData, NewestRows, ScopedData } from './types.ts';

export type Sources = {
  readonly plan: QueryPlan;
  readonly masters: Masters;
  /** From memory and from the database together. */
  readonly grouped: GroupedFrames;
  readonly apis: ApiAnswers;
};

/** What one card gets, and nothing else. A need that failed throws its own error when it is read. */
export function scopeData(sources: Sources, owner: string): ScopedData {
  const plans = new Map(
    sources.plan.needs.filter((plan) => plan.owner === owner).map((plan) => [plan.name, plan]),
  );
  return {
    data: widgetData(sources, plans),
    columns: [...new Set([...plans.values()].flatMap(({ need }) => columnsOf(need)))],
    without: [...new Set([...plans.values()].flatMap(({ without }) => without))],
  };
}

function widgetData(sources: Sources, plans: ReadonlyMap<string, NeedPlan>): CardData {
  const planOf = (name: string, fits: (need: Need) => boolean): NeedPlan => {
    const plan = plans.get(name);
    if (!plan || !fits(plan.need)) throw new AppError('unknown_need', { params: { name } });
    if (plan.error) throw plan.error;
    return plan;
  };
  return {
    frame: (name) =>
      frameOf(
        sources,
        planOf(name, (need) => !isApiNeed(need)),
      ),
    newest: (name) => newestOf(sources, planOf(name, isRowsNeed)),
    totalRows: (name) => masterOf(sources, planOf(name, isRowsNeed)).length,
    api: (name) => settled(sources.apis.get(apiKey(planOf(name, isApiNeed).owner, name))),
  };
}

const isRowsNeed = (need: Need): need is RowsNeed => !isApiNeed(need) && !isAggregateNeed(need);

function frameOf(sources: Sources, plan: NeedPlan): Frame {
  if (!isRowsNeed(plan.need)) return settled(sources.grouped.get(plan.groupId!));
  const { frame, from, to } = newestOf(sources, plan);
  return frame.newest(from, to);
}

function newestOf(sources: Sources, plan: NeedPlan): NewestRows {
  const { columns, page } = plan.need as RowsNeed;
  const frame = masterOf(sources, plan).select(columns);
  const { number, size } = page ?? { number: 1, size: frame.length };
  return { frame, from: (number - 1) * size, to: number * size };
}

const masterOf = ({ masters }: Sources, { cut }: NeedPlan): SegmentFrame => masters.frames.get(cut!.id)!;

function settled<T>(outcome: Outcome<T> | undefined): T {
  if (outcome && 'value' in outcome) return outcome.value;
  throw outcome?.error ?? new AppError('unknown_need');
}

/** Of rows their columns, of aggregates what they are made from, `api:<name>`. */
export function columnsOf(need: Need): readonly string[] {
  if (isApiNeed(need)) return [`api:${need.api}`];
  if (!isAggregateNeed(need)) return need.columns;
  const { keys, grain, bins, measures } = need.aggregate;
  const sources = Object.values(measures).flatMap((measure) =>
    measure.fn === 'count' ? [] : [measure.column],
  );
  const binned = bins ? [bins.column, ...(bins.minus === undefined ? [] : [bins.minus])] : [];
  return [...(grain ? ['time'] : []), ...keys, ...binned, ...sources];
}
