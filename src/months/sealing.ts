import type { Chunk, Dataset } from '#sdk';
import type { MonthFiles } from './month-files.ts';

type Waiting = { readonly chunk: Chunk; readonly dataset: Dataset };

/**
 * Writes months to their files behind the answers, one at a time. What waits is one month, or as many as a bound in
 * bytes allows: one that finds no place is kept as a file when it is read the next time.
 */
export class Sealing {
  readonly #files: MonthFiles;
  readonly #maxBytes: number;
  readonly #waiting = new Map<string, Waiting>();
  #bytes = 0;
  #running: Promise<void> | null = null;

  constructor(files: MonthFiles, maxBytes: number) {
    this.#files = files;
    this.#maxBytes = maxBytes;
  }

  /** False when it finds no place. */
  add(chunk: Chunk, dataset: Dataset): boolean {
    const path = this.#files.pathOf(chunk.key, dataset);
    this.#take(path);
    if (this.#waiting.size > 0 && this.#bytes + chunk.bytes > this.#maxBytes) return false;
    this.#waiting.set(path, { chunk, dataset });
    this.#bytes += chunk.bytes;
    this.#running ??= this.#work();
    return true;
  }

  /** Resolves when nothing waits any more. */
  async done(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #work(): Promise<void> {
    for (let next = this.#next(); next; next = this.#next())
      await this.#files.write(next.chunk, next.dataset);
    this.#running = null;
  }

  #next(): Waiting | undefined {
    const [path] = this.#waiting.keys();
    return path === undefined ? undefined : this.#take(path);
  }

  #take(path: string): Waiting | undefined {
    const found = this.#waiting.get(path);
    this.#waiting.delete(path);
    this.#bytes -= found?.chunk.bytes ?? 0;
    return found;
  }
}
