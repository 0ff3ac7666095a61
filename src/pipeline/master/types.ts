import type { ChunkOrigin } from '#sdk';
import type { SegmentFrame } from '../../frame/segment-frame.ts';

/** A line-month that was read for this Apply, and where it came from. */
export type MonthRead = {
  readonly table: string;
  readonly month: string;
  readonly from: ChunkOrigin;
  readonly rows: number;
  readonly ms: number;
};

export type Masters = {
  /** Cut id → its master frame: the rows of the cut, joined with the metadata. */
  readonly frames: ReadonlyMap<string, SegmentFrame>;
  readonly reads: readonly MonthRead[];
  /** Time spent marking and joining, after the months were there. */
  readonly joinMs: number;
};
