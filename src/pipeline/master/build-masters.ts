import type { Chunk, ChunkKey, ChunkRead, Dataset, MonthStore, QueryTrace } from '#sdk';
import { chunkFrame, chunkSegment } from '../../frame/chunk-frame.ts';
import { datasetFields } from '../../frame/dataset-fields.ts';
import type { Segment } from '../../frame/frame-parts.ts';
import { inTurns } from '../../frame/in-turns.ts';
import { type Join, joinDataset } from '../../frame/join-dataset.ts';
import type { SegmentFrame } from '../../frame/segment-frame.ts';
import type { Cut, QueryPlan } from '../query/types.ts';
import { shiftVector } from './shift-vector.ts';
import type { Masters } from './types.ts';

export type MasterTools = {
  readonly months: MonthStore;
  readonly trace: QueryTrace;
  readonly signal: AbortSignal;
};

/** Reads every line-month of the plan and makes one master frame per cut. Cuts share their chunks and joins. */
export async function buildMasters(plan: QueryPlan, tools: MasterTools): Promise<Masters> {
  const { datasets } = plan.scope.metadata;
  const read = async (key: ChunkKey) =>
    tools.months.read(key, { ...tools, dataset: datasets.get(key.dataset)! });
  const reads = await Promise.all(plan.chunks.map(read));
  const began = performance.now();
  const segments = segmentsOf(plan, reads);
  const cuts = plan.cuts.filter(({ from }) => from === 'memory');
  const frames = await masterFrames(plan, cuts, { segments, signal: tools.signal });
  return {
    frames,
    joinMs: performance.now() - began,
    reads: reads.map(({ chunk, from, ms }, index) => {
      const { table, month } = plan.chunks[index]!;
      return { table, month, from, rows: chunk.rows, ms: from === 'memory' ? 0 : Math.round(ms * 10) / 10 };
    }),
  };
}

type SegmentOf = (key: ChunkKey) => Segment;

function segmentsOf(plan: QueryPlan, reads: readonly ChunkRead[]): SegmentOf {
  const members = new Map(plan.cuts.flatMap((cut) => [...cut.members]));
  const joins = new Map<string, Join>();
  const joinOf = (dataset: Dataset): Join => {
    const join = joins.get(dataset.key) ?? joinDataset(dataset, plan.scope.metadata);
    joins.set(dataset.key, join);
    return join;
  };
  const segments = new Map(
    reads.map(({ chunk }, index) => {
      const key = plan.chunks[index]!;
      const join = joinOf(plan.scope.metadata.datasets.get(key.dataset)!);
      return [nameOf(key), joinedSegment(chunk, join, { plan, member: members.get(key.table) ?? null })];
    }),
  );
  return (key) => segments.get(nameOf(key))!;
}

const nameOf = ({ dataset, table, month }: ChunkKey): string => JSON.stringify([dataset, table, month]);

function joinedSegment(chunk: Chunk, join: Join, place: { plan: QueryPlan; member: number | null }): Segment {
  const { calendar } = place.plan.scope.metadata;
  const stored = (name: string) => ({ kind: 'stored', ...chunk.columns.get(name)! }) as const;
  return chunkSegment(
    chunk,
    join({ member: place.member, stored, shift: () => shiftVector(chunk, calendar) }),
  );
}

type Given = { readonly segments: SegmentOf; readonly signal: AbortSignal };

async function masterFrames(
  plan: QueryPlan,
  cuts: readonly Cut[],
  given: Given,
): Promise<ReadonlyMap<string, SegmentFrame>> {
  const frames = new Map<string, SegmentFrame>();
  for (const cut of cuts) frames.set(cut.id, await masterFrame(plan, cut, given));
  return frames;
}

/** Filtering gives way to other work in between. */
function masterFrame({ scope }: QueryPlan, cut: Cut, { segments, signal }: Given): Promise<SegmentFrame> {
  const fields = datasetFields(cut.dataset, scope.metadata, scope.language);
  const whole = chunkFrame(fields, cut.chunks.map(segments), scope.metadata.calendar);
  const within = { op: 'between', column: 'time', ...cut.span } as const;
  return inTurns(whole.whereInSteps([within, ...cut.clauses]), signal);
}
