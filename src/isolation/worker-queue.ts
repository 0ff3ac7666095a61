import { Piscina } from 'piscina';
import type { PluginLimits } from '../shared/config.ts';
import type { Log } from '../shared/log.ts';
import { elapsedMs, makeProgress, readProgress } from './progress.ts';
import type { WireReport, WireTask, WorkerSetup } from './wire.ts';

/**
 * Why a worker ended under a job: it was stopped for `time` or `memory`, its code left the thread (`exit`), threw where
 * nobody could catch it (`crash`), or it never came to work (`lost`).
 */
export type Death = 'time' | 'memory' | 'exit' | 'crash' | 'lost';

/** What came of a job; `task` is the index of the task that the worker was at. */
export type Ran = WireReport | { readonly death: Death; readonly task: number; readonly error: unknown };

type Waiting = {
  readonly since: number;
  readonly tasks: readonly WireTask[];
  readonly last: boolean;
  readonly settle: (ran: Ran) => void;
};

type Running = {
  readonly progress: Int32Array;
  readonly since: number;
  readonly stop: AbortController;
  /** Whether its memory is being asked for. */
  weighing: boolean;
  death: Death | null;
};

/** When a job is done: after whatever else waits, and until nobody waits for it. */
type Turn = { readonly last: boolean; readonly signal?: AbortSignal | undefined };

export type QueueOptions = {
  /** Workers, where no task holds one for long. */
  readonly workers: number;
  readonly limits: PluginLimits;
  readonly setup: WorkerSetup;
  readonly compiledDir: string;
  /** Told what ended a worker: a plugin may have thrown it after its own answer. */
  readonly onLateFailure: (error: unknown) => void;
  readonly log: Log;
};

const ended: Ran = { death: 'lost', task: 0, error: null };

/** How many workers more there may be while tasks hold the others. */
const mostExtra = 2;
const looksEveryMs = 25;

/**
 * Jobs in front of the pool: one is only handed to it when a worker is free for it, so that what has failed before can
 * wait for the rest, and time counts from when a task starts. Workers start one at a time, when something waits long.
 */
export class WorkerQueue {
  readonly #options: QueueOptions;
  readonly #pool: Piscina;
  readonly #waiting: Waiting[] = [];
  readonly #running = new Set<Running>();
  readonly #ready = new Set<number>();
  #looking: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    const { limits, setup, workers, log } = options;
    this.#pool = new Piscina({
      filename: new URL('./worker.ts', import.meta.url).href,
      workerData: setup,
      minThreads: 0,
      maxThreads: workers + mostExtra,
      idleTimeout: limits.idleMs,
      atomics: 'disabled',
      recordTiming: false,
      trackUnmanagedFds: false,
      env: { NODE_COMPILE_CACHE: options.compiledDir },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 },
    });
    this.#pool.on('workerCreate', ({ id }: { id: number }) => {
      this.#ready.add(id);
      this.#dispatch();
    });
    this.#pool.on('error', (err) => {
      log.warn({ err }, 'A plugin failed after its answer; its worker has ended');
      options.onLateFailure(err);
      this.#replaceLost();
    });
  }

  /**
   * Does the tasks in one worker. `last`: after whatever else waits or is asked for in the same breath. Once the signal
   * aborts, what still waits is lost; what runs has its time. Never rejects.
   */
  run(tasks: readonly WireTask[], { last, signal }: Turn): Promise<Ran> {
    if (this.#closed || signal?.aborted) return Promise.resolve(ended);
    return new Promise((settle) => {
      const place = last ? -1 : this.#waiting.findIndex((other) => other.last);
      const waiting = { since: performance.now(), tasks, last, settle };
      this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, waiting);
      signal?.addEventListener('abort', () => this.#leave(waiting), { once: true });
      queueMicrotask(() => this.#dispatch());
    });
  }

  /** Ends the workers that have nothing to do: whoever runs next finds a new one. */
  async endIdle(): Promise<void> {
    const busy = new Set([...this.#running].map(({ progress }) => readProgress(progress).thread));
    const idle = this.#pool.threads.filter(
      ({ threadId }) => this.#ready.has(threadId) && !busy.has(threadId),
    );
    await Promise.all(idle.map((thread) => thread.terminate()));
  }

  /** Ends every worker; what runs or waits is lost. */
  close(): Promise<void> {
    this.#closed = true;
    for (const { settle } of this.#waiting.splice(0)) settle(ended);
    return this.#pool.destroy();
  }

  #leave(waiting: Waiting): void {
    const place = this.#waiting.indexOf(waiting);
    if (place < 0) return;
    this.#waiting.splice(place, 1);
    waiting.settle(ended);
  }

  #dispatch(): void {
    while (this.#waiting.length > 0 && this.#mayStart()) void this.#start(this.#waiting.shift()!);
  }

  #mayStart(): boolean {
    const ready = this.#countReady();
    if (this.#running.size < ready) return true;
    const starting = this.#pool.threads.length > ready;
    return !starting && (ready === 0 || (ready < this.#mostWorkers() && this.#waitsLong()));
  }

  #countReady(): number {
    const threads = new Set(this.#pool.threads.map(({ threadId }) => threadId));
    for (const id of this.#ready) if (!threads.has(id)) this.#ready.delete(id);
    return this.#ready.size;
  }

  #mostWorkers(): number {
    const { workers, limits } = this.#options;
    const held = [...this.#running].filter(({ progress }) => runMs(progress) > limits.stuckMs);
    return workers + Math.min(mostExtra, held.length);
  }

  /** Small work is done by one worker before another one has started. */
  #waitsLong(): boolean {
    const now = performance.now();
    return this.#waiting.some(({ since }) => now - since > this.#options.limits.stuckMs);
  }

  async #start({ tasks, settle }: Waiting): Promise<void> {
    const progress = makeProgress();
    const running = begin(progress);
    this.#running.add(running);
    this.#looking ??= setInterval(() => this.#look(), looksEveryMs);
    const ran = await this.#pool
      .run({ tasks, progress }, { signal: running.stop.signal })
      .catch((error: unknown): Ran => ({ ...deathOf(running, error), task: readProgress(progress).task }));
    this.#running.delete(running);
    await this.#replaceFull(ran, progress);
    settle(ran);
    if (this.#running.size === 0) {
      clearInterval(this.#looking);
      this.#looking = undefined;
    }
    this.#dispatch();
    if (!('death' in ran)) return;
    this.#options.onLateFailure(ran.error);
    if (tasks.length > 0) this.#replaceLost();
  }

  /** Whoever comes after a plugin that ended its worker does not wait for another one to start. */
  #replaceLost(): void {
    const starting = this.#pool.threads.length > this.#countReady();
    if (this.#closed || starting || this.#running.size < this.#countReady()) return;
    if (this.#waiting.length === 0) void this.run([], { last: true });
  }

  /** A worker in which plugins keep too much outside the heap makes room for a new one. */
  async #replaceFull(ran: Ran, progress: Int32Array): Promise<void> {
    if ('death' in ran || ran.outsideBytes <= this.#options.setup.maxOutsideBytes) return;
    const { thread } = readProgress(progress);
    await this.#pool.threads.find(({ threadId }) => threadId === thread)?.terminate();
  }

  #look(): void {
    for (const running of this.#running) {
      const death = this.#overdue(running);
      if (death) end(running, death);
      else if (runMs(running.progress) > 0 && !running.weighing) void this.#weigh(running);
    }
    this.#dispatch();
  }

  #overdue({ progress, since }: Running): Death | null {
    const { timeMs, bootMs, takeMs } = this.#options.limits;
    const { startedMs, thread } = readProgress(progress);
    if (startedMs !== 0) return elapsedMs(startedMs) > timeMs ? 'time' : null;
    const waited = performance.now() - since;
    const booting = this.#pool.threads.some(({ threadId }) => !this.#ready.has(threadId));
    return waited > (thread === 0 && !booting ? takeMs : bootMs) ? 'lost' : null;
  }

  async #weigh(running: Running): Promise<void> {
    running.weighing = true;
    const { thread } = readProgress(running.progress);
    const worker = this.#pool.threads.find(({ threadId }) => threadId === thread);
    const statistics = await worker?.getHeapStatistics().catch(() => null);
    running.weighing = false;
    if (
      statistics &&
      statistics.external_memory > this.#options.setup.maxOutsideBytes &&
      this.#running.has(running)
    )
      end(running, 'memory');
  }
}

const begin = (progress: Int32Array): Running => ({
  ...{ progress, since: performance.now(), stop: new AbortController(), weighing: false, death: null },
});

const runMs = (progress: Int32Array): number => {
  const { startedMs } = readProgress(progress);
  return startedMs === 0 ? 0 : elapsedMs(startedMs);
};

function end(running: Running, death: Death): void {
  running.death ??= death;
  running.stop.abort();
}

function deathOf({ death, progress }: Running, error: unknown): { death: Death; error: unknown } {
  if (death) return { death, error: null };
  if (readProgress(progress).thread === 0) return { death: 'lost', error };
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return { death: 'memory', error };
  return { death: /^worker exited with code/.test(message) ? 'exit' : 'crash', error };
}
