import type { Labels } from './tenant.ts';

/**
 * A declared fact table: one row of `datasets`. Three columns exist in every dataset without being declared: `time`
 * (the moment of a row, epoch milliseconds), `shift` (id of the calendar's shift at that moment) and `source_id`
 * (stored only; it never reaches a widget).
 */
export type Dataset = {
  readonly key: string;
  readonly labels: Labels;
  /** What one row is called. Default: as all of them. */
  readonly one?: Labels;
  /** Fact table name; with `splitBy`, one table per member: `<table>_<member id>`. */
  readonly table: string;
  /** Name of the dimension column whose member selects the table (detections per line). */
  readonly splitBy?: string;
  /** Whether a row is one moment or the start of an interval; either way it counts at its time. */
  readonly rows: 'events' | 'intervals';
  readonly columns: readonly DatasetColumn[];
  /**
   * For tables that others write to beside us: the open month's rows are counted at most this often, so that no answer
   * is older. Absent: rows come only through us, and every answer is current.
   */
  readonly freshnessSeconds?: number;
};

export type DatasetColumn = DimensionColumn | DerivedColumn | ChoiceColumn | MeasureColumn | AttributeColumn;

/** A stored member id; the split column is not stored, since its table says it. */
export type DimensionColumn = {
  readonly kind: 'dimension';
  readonly name: string;
  readonly labels: Labels;
  /** Key of the dimension its ids point into. */
  readonly dimension: string;
};

/** The parent of another dimension column's member (a line's area), joined from the metadata. */
export type DerivedColumn = {
  readonly kind: 'derived';
  readonly name: string;
  readonly labels: Labels;
  readonly dimension: string;
  /** The dimension column whose member's parent this is. */
  readonly via: string;
};

/** A stored small code with fixed meanings (0 OK, 1 reject). */
export type ChoiceColumn = {
  readonly kind: 'choice';
  readonly name: string;
  readonly labels: Labels;
  readonly members: readonly { readonly id: number; readonly code: string; readonly labels: Labels }[];
  /** Stored when a row names none. */
  readonly default: number;
};

/** A stored number. `int` is a whole number within ±2^31; `float` is a double. */
export type MeasureColumn = {
  readonly kind: 'measure';
  readonly name: string;
  readonly labels: Labels;
  readonly type: 'int' | 'float';
  /** Shown beside values, such as `g`. */
  readonly unit?: string;
  /** Decimals shown. Default 0. */
  readonly decimals?: number;
  /** Stored when a row names none; without it the value is null. */
  readonly default?: number;
};

/** A numeric attribute of a dimension column's member (a product's nominal weight), joined from the metadata. */
export type AttributeColumn = {
  readonly kind: 'attribute';
  readonly name: string;
  readonly labels: Labels;
  readonly via: string;
  readonly attribute: string;
  readonly unit?: string;
  readonly decimals?: number;
};

/** The columns that every dataset's frame has before its declared ones. */
export const coreColumns = ['time', 'shift'] as const;

/** A stored column of the fact tables, as the writer and the reader of months see it. */
export type StoredColumn = DimensionColumn | ChoiceColumn | MeasureColumn;

/** The columns that fact tables hold beside time and source id, in declared order. */
export const storedColumns = (dataset: Dataset): StoredColumn[] =>
  dataset.columns.filter(
    (column): column is StoredColumn =>
      column.kind === 'measure' ||
      column.kind === 'choice' ||
      (column.kind === 'dimension' && column.name !== dataset.splitBy),
  );

/** The declared column called `name`, or undefined. */
export const columnOf = (dataset: Dataset, name: string): DatasetColumn | undefined =>
  dataset.columns.find((column) => column.name === name);

/** The fact table of a dataset's member, or of the whole dataset when it is not split. */
export const factTable = (dataset: Dataset, member?: number): string =>
  dataset.splitBy ? `${dataset.table}_${member}` : dataset.table;
