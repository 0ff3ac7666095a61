/** One row on its way into a dataset, already checked: member ids resolved, numbers parsed. */
export type FactRow = {
  /** Epoch milliseconds. */
  readonly time: number;
  /** The source's own id, at most 64 characters: the same id is the same row. */
  readonly sourceId: string;
  /** Stored columns by name; null where the row has no value. */
  readonly values: Readonly<Record<string, number | null>>;
};

/** What became of a batch. The three add up to the rows given. */
export type WriteCounts = {
  /** New rows. */
  readonly saved: number;
  /** Rows that stood there already, equal in every value. */
  readonly unchanged: number;
  /** Rows whose source id stood there with other values or another time; the new one stands. */
  readonly corrected: number;
};
