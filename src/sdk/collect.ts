/** Makes one thing of a statement's rows as they come. */
export interface RowCollector<Result> {
  /** Takes a row; false when no more are wanted. */
  push(row: readonly unknown[]): boolean;
  /** What the rows made: plain data, its columns over shared memory, since it may be handed to another thread. */
  finish(): Result;
}

/** A way to collect rows that another thread can be told of: the module at `module` exports this very object as `name`. */
export type Collecting<Options, Result> = {
  /** The module's own `import.meta.url`. It imports little: a thread loads all of it. */
  readonly module: string;
  readonly name: string;
  /** Options are plain data. */
  readonly make: (options: Options) => RowCollector<Result>;
};

/** A statement whose rows are collected where they are read. */
export type RowQuery<Options, Result> = {
  readonly sql: string;
  readonly bindings: readonly unknown[];
  readonly collecting: Collecting<Options, Result>;
  readonly options: Options;
  /** About how many rows the database goes over: for few of them no thread is started. */
  readonly scans: number;
  /** Stops the reading soon after it fires. */
  readonly signal: AbortSignal;
};
