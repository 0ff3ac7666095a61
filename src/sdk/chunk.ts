import type { TenantId } from './tenant.ts';

/** What is stored of one fact table in one UTC month, as the writers keep it in `month_state`. */
export type MonthState = {
  readonly table: string;
  /** UTC month, `YYYY-MM`. */
  readonly month: string;
  /** Grows with every committed change, so equal versions mean equal rows. */
  readonly version: number;
  readonly rows: number;
  /**
   * Since this version every change has only added rows after all the others: a chunk of this version or a later one
   * lacks nothing but the rows after its last. Absent where unknown.
   */
  readonly baseVersion?: number;
};

/** Identity of a chunk: equal keys mean equal content. */
export type ChunkKey = { readonly tenant: TenantId; readonly dataset: string } & MonthState;

export type NumberArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** A stored column of a chunk. Where `nulls` is present, 1 marks a row without a value. */
export type ChunkColumn = { readonly values: NumberArray; readonly nulls?: Uint8Array };

/** The columns of one table for one month, read whole, in time order. Never written after it is built. */
export type Chunk = {
  readonly key: ChunkKey;
  readonly rows: number;
  /** Epoch milliseconds of the month's first instant; `time` counts from it. */
  readonly start: number;
  readonly time: Uint32Array;
  readonly columns: ReadonlyMap<string, ChunkColumn>;
  readonly bytes: number;
};

export type ChunkOrigin = 'memory' | 'file' | 'sql';

export type ChunkRead = { readonly chunk: Chunk; readonly from: ChunkOrigin; readonly ms: number };
