import { type Frame, type Grouping, isAggregateNeed } from '#sdk';
import type { SegmentFrame } from '../../frame/segment-frame.ts';
import type { Masters } from '../master/types.ts';
import type { GroupedFrames, Outcome, QueryPlan } from '../query/types.ts';

/** Every aggregate asked of the master frames: equal ones once, and all those of a cut in one pass over its rows. */
export function groupMasters(plan: QueryPlan, masters: Masters): GroupedFrames {
  const outcomes = new Map<string, Outcome<Frame>>();
  for (const [cutId, groupings] of groupingsByCut(plan)) {
    const master = masters.frames.get(cutId);
    if (!master) continue;
    const frames = groupTogether(master, [...groupings.values()]);
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
function groupTogether(master: SegmentFrame, groupings: readonly Grouping[]): Outcome<Frame>[] {
  try {
    return master.groupAll(groupings).map((value) => ({ value }));
  } catch (error) {
    if (groupings.length === 1) return [{ error }];
    return groupings.flatMap((grouping) => groupTogether(master, [grouping]));
  }
}
