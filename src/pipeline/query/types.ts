import type {
  AppError,
  ChunkKey,
  Clause,
  Dataset,
  Frame,
  Language,
  Metadata,
  MonthState,
  Need,
  Span,
  TenantId,
} from '#sdk';

/** A need with who asks: a card, or a filter that counts its options. `owner` and `name` together are unique. */
export type AskedNeed = { readonly owner: string; readonly name: string; readonly need: Need };

/** What the data of one tenant is, as of one version check. */
export type DataScope = {
  readonly tenant: TenantId;
  readonly metadata: Metadata;
  /** Fact table → its months, oldest first. */
  readonly months: ReadonlyMap<string, readonly MonthState[]>;
  readonly language: Language;
};

/** Rows of one dataset in one span under one set of clauses: what several needs may share. */
export type Cut = {
  /** Equal ids mean equal rows. */
  readonly id: string;
  readonly dataset: Dataset;
  readonly span: Span;
  /** All of them must match. None names a column that the dataset lacks. */
  readonly clauses: readonly Clause[];
  /** The line-months that can hold such rows, table by table, oldest first. */
  readonly chunks: readonly ChunkKey[];
  /** Fact table → the member it stands for; null where the dataset is not split. */
  readonly members: ReadonlyMap<string, number | null>;
  /** Rows and bytes of those chunks, whole. */
  readonly rows: number;
  readonly bytes: number;
  /** `sql`: too large to be read; its aggregates are grouped by the database. */
  readonly from: 'memory' | 'sql';
};

export type NeedPlan = AskedNeed & {
  /** Null for an API and for a need with an error. */
  readonly cut: Cut | null;
  /** Equal ids mean an equal grouped frame; null for other needs. */
  readonly groupId: string | null;
  /** Filters whose clauses this dataset cannot honour. */
  readonly without: readonly string[];
  /** Why this need cannot be answered: `unknown_dataset`, `unknown_column`, `window_too_large`, …. */
  readonly error: AppError | null;
};

export type QueryPlan = {
  readonly scope: DataScope;
  readonly needs: readonly NeedPlan[];
  readonly cuts: readonly Cut[];
  /** The line-months to read, each once, with their rows and bytes in all. */
  readonly chunks: readonly ChunkKey[];
  readonly rows: number;
  readonly bytes: number;
  /** Rows one Apply may read. */
  readonly maxRows: number;
};

/** What came of one piece of work: its value, or why there is none. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** Group id → the grouped frame. */
export type GroupedFrames = ReadonlyMap<string, Outcome<Frame>>;
