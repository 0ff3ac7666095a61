/** What a worker tells while it works, in shared memory: which task it is at, since when, and which thread it is. */
export type Progress = { readonly task: number; readonly startedMs: number; readonly thread: number };

const fields = { task: 0, startedMs: 1, thread: 2 } as const;

export const makeProgress = (): Int32Array => new Int32Array(new SharedArrayBuffer(3 * 4));

/** Milliseconds of a clock that all threads share, within 24 days of each other. */
export const sharedClockMs = (): number => Number(BigInt.asIntN(32, process.hrtime.bigint() / 1_000_000n));

/** Milliseconds since a reading of that clock. */
export const elapsedMs = (since: number): number => (sharedClockMs() - since) | 0;

/** A worker has the task and may have to load its class first. */
export function enterTask(progress: Int32Array, task: number, thread: number): void {
  Atomics.store(progress, fields.task, task);
  Atomics.store(progress, fields.thread, thread);
}

export const startTask = (progress: Int32Array): void => {
  Atomics.store(progress, fields.startedMs, sharedClockMs() || 1);
};

export const endTask = (progress: Int32Array): void => {
  Atomics.store(progress, fields.startedMs, 0);
};

/** `startedMs` is 0 while no plugin code runs, `thread` 0 before any worker has taken the job. */
export const readProgress = (progress: Int32Array): Progress => ({
  task: Atomics.load(progress, fields.task),
  startedMs: Atomics.load(progress, fields.startedMs),
  thread: Atomics.load(progress, fields.thread),
});
