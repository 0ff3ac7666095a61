import { type Frame, type Grouping, isAggregateNeed } from '#sdk';
import { inTurns } from '../../frame/in-turns.ts';
import type { SegmentFrame } from '../../frame/segment-frame.ts';
import type { Masters } from '../master/types.ts';
import type { GroupedFrames, Outcome, QueryPlan } from '../query/types.ts';

/**
 * Every aggregate asked of the master frames: equal ones once, and all those of a cut in one pass over its rows. Gives
 * way to other work in between.
 */
export async function groupMasters(
  plan: QueryPlan,
  masters: Masters,
  signal?: AbortSignal,
): Promise<GroupedFrames> {
  const outcomes = new Map<string, Outcome<Frame>>();
  for (const [cutId, groupings] of groupingsByCut(plan)) {
    const master = masters.frames.get(cutId);
    if (!master) continue;
    const frames = await groupTogether(master, [...groupings.values()], signal);
    [...groupings.keys()].forEach((groupId, index) => {
      outcomes.set(groupId, frames[index]!);
    });
  }
  return outcomes;
}

function groupingsByCut({ needs }: QueryPlan): Map<string, Map<string, Grouping>> {
  const byCut = new Map<string, Map<string, Grouping>>();
  for (const { need, cut, groupId } of needs) {
    if (!cut || groupId === null || !isAggregateNeed(need)) continue;
    const groupings = byCut.get(cut.id) ?? new Map<string, Grouping>();
    byCut.set(cut.id, groupings.set(groupId, need.aggregate));
  }
  return byCut;
}

/** When one of them cannot be grouped, only that one fails. */
async function groupTogether(
  master: SegmentFrame,
  groupings: readonly Grouping[],
  signal?: AbortSignal,
): Promise<Outcome<Frame>[]> {
  try {
    const frames = await inTurns(master.groupInSteps(groupings), signal);
    return frames.map((value) => ({ value }));
  } catch (error) {
    signal?.throwIfAborted();
    if (groupings.length === 1) return [{ error }];
    const alone: Outcome<Frame>[] = [];
    for (const grouping of groupings) alone.push(...(await groupTogether(master, [grouping], signal)));
    return alone;
  }
}
