import { fileURLToPath } from 'node:url';
import type { Piscina } from 'piscina';
import type { RowQuery } from '#sdk';
import type { ReadAnswer, ReadTask } from './reader-thread.ts';
import { toSqliteValues } from './sqlite-values.ts';

/** A second one would take 13 MB more to read on a machine that has few cores for it. */
const maxThreads = 1;
/** A thread takes memory while it waits for the next read, and a moment to start. */
const defaultIdleMs = 2000;

export type ReaderOptions = {
  /** Where threads keep their code compiled, so that the next one starts in half the time and memory. */
  readonly compiledDir: string;
  /** Default 2000. */
  readonly idleMs?: number;
};

/** Threads that read SQLite files, started when first needed and ended when idle. */
export class ReaderThreads {
  readonly #options: ReaderOptions;
  #pool: Promise<Piscina> | null = null;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Throws what the thread's reading threw, and the signal's reason once it fires. */
  async collect<Options, Result>(file: string, query: RowQuery<Options, Result>): Promise<Result> {
    const { sql, bindings, collecting, options, signal } = query;
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const onAbort = () => void Atomics.store(stop, 0, 1);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const { module, name } = collecting;
      const task: ReadTask = { file, sql, values: toSqliteValues(bindings), module, name, options, stop };
      this.#pool ??= openPool(this.#options);
      const answer: ReadAnswer<Result> = await (await this.#pool).run(task);
      signal.throwIfAborted();
      if ('failure' in answer) throw Object.assign(new Error(answer.failure.message), answer.failure);
      return answer.result;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Ends the threads. */
  async close(): Promise<void> {
    await (await this.#pool)?.destroy();
  }
}

async function openPool({ compiledDir, idleMs = defaultIdleMs }: ReaderOptions): Promise<Piscina> {
  const { Piscina: Pool } = await import('piscina');
  return new Pool({
    filename: fileURLToPath(new URL('./reader-thread.ts', import.meta.url)),
    name: 'read',
    minThreads: 0,
    maxThreads,
    idleTimeout: idleMs,
    atomics: 'disabled',
    recordTiming: false,
    trackUnmanagedFds: false,
    env: { NODE_COMPILE_CACHE: compiledDir },
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
}
