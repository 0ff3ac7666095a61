import type { Calendar, Chunk } from '#sdk';
import { byName, type Field, remember, type Segment } from './frame-parts.ts';
import { SegmentFrame } from './segment-frame.ts';
import type { Vector } from './vector.ts';

/** All rows of a chunk. `join` answers every column but `time`, when it is first asked for. */
export function chunkSegment(chunk: Chunk, join: (name: string) => Vector): Segment {
  const time: Vector = { kind: 'stored', values: chunk.time, offset: chunk.start };
  const vector = remember((name) => (name === 'time' ? time : join(name)));
  return { from: 0, to: chunk.rows, list: null, ordered: true, vector };
}

/** A frame over chunks of any tables, its rows in time order; at equal times in the order of the segments. */
export function chunkFrame(
  fields: readonly Field[],
  segments: readonly Segment[],
  calendar: Calendar,
): SegmentFrame {
  return new SegmentFrame({ fields: byName(fields), segments, order: 'time', calendar });
}
