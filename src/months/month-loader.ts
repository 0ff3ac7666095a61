import type { Chunk, ChunkKey, ChunkRead, Databases, Dataset, QueryTrace } from '#sdk';
import type { ChunkMemory } from './chunk-memory.ts';
import { extendMonth } from './extend-month.ts';
import { isOver } from './is-over.ts';
import type { MonthFiles } from './month-files.ts';
import { type MonthRead, readMonth } from './read-month.ts';
import { Sealing } from './sealing.ts';
import type { Turns } from './turns.ts';

export type LoaderParts = {
  readonly databases: Databases;
  readonly memory: ChunkMemory;
  readonly turns: Turns;
  /** Where months that are over are kept as files, and the clock that says which are. */
  readonly seal: { readonly files: MonthFiles; readonly now: () => number } | undefined;
  /** Bytes of months that may wait to be written. */
  readonly maxWaitingBytes: number;
};

export type Asked = {
  readonly dataset: Dataset;
  readonly trace: QueryTrace;
  readonly signal: AbortSignal;
};
export type Loaded = Pick<ChunkRead, 'chunk' | 'from'>;

/** Brings months that memory does not have: from a file, or from the database, in part where a part will do. */
export class MonthLoader {
  readonly #parts: LoaderParts;
  readonly #sealing: Sealing | undefined;
  /** Chunks that are files, or wait to be. */
  readonly #offered = new WeakSet<Chunk>();

  constructor(parts: LoaderParts) {
    this.#parts = parts;
    this.#sealing = parts.seal && new Sealing(parts.seal.files, parts.maxWaitingBytes);
  }

  async load(key: ChunkKey, asked: Asked): Promise<Loaded> {
    const { memory, turns } = this.#parts;
    const held = await this.#findHeld(key, asked.dataset);
    asked.signal.throwIfAborted();
    if (held && isCurrent(held.key, key, asked.dataset)) {
      this.#offered.add(held);
      memory.keep(held, asked.dataset);
      return { chunk: held, from: 'file' };
    }
    const { chunk, sure } = await turns.take(() => this.#fetch(key, held, asked));
    if (sure) {
      memory.keep(chunk, asked.dataset);
      this.seal(chunk, asked.dataset);
    }
    return { chunk, from: 'sql' };
  }

  /** Has a month kept as a file when it is over, once: also one that was open when it came into memory. */
  seal(chunk: Chunk, dataset: Dataset): void {
    if (!this.#sealing || this.#offered.has(chunk) || !this.#isOver(chunk.key.month)) return;
    if (this.#sealing.add(chunk, dataset)) this.#offered.add(chunk);
  }

  /** Whether the month's file, where it may have one, is of the version asked for. */
  async filed(key: ChunkKey, dataset: Dataset): Promise<boolean> {
    const { seal } = this.#parts;
    const found = seal && this.#isOver(key.month) ? await seal.files.glance(key, dataset) : null;
    return found !== null && isCurrent(found, key, dataset);
  }

  /** Resolves when every month to be kept as a file has been tried. */
  async sealed(): Promise<void> {
    await this.#sealing?.done();
  }

  /** The newest that memory or a file has, where it helps. */
  async #findHeld(key: ChunkKey, dataset: Dataset): Promise<Chunk | null> {
    const { memory, seal } = this.#parts;
    const held = memory.latest(key, dataset);
    if (held && canGrow(held, key)) return held;
    const file = seal && this.#isOver(key.month) ? await seal.files.read(key, dataset) : null;
    return file && (isCurrent(file.key, key, dataset) || canGrow(file, key)) ? file : null;
  }

  #isOver(month: string): boolean {
    const { seal } = this.#parts;
    return seal !== undefined && isOver(month, seal.now());
  }

  #fetch(key: ChunkKey, held: Chunk | null, { dataset, trace, signal }: Asked): Promise<MonthRead> {
    signal.throwIfAborted();
    return this.#parts.databases.useTenant(
      key.tenant,
      async (database) => {
        const extended = held && (await extendMonth(database, held, { asked: key, dataset, signal }));
        return extended ? { chunk: extended, sure: true } : readMonth(database, key, { dataset, signal });
      },
      trace,
    );
  }
}

type Found = Pick<ChunkKey, 'version' | 'rows'>;

/** The writers count every row, so a file of another number of rows is of another history. */
const isCurrent = (found: Found, asked: ChunkKey, { freshnessSeconds }: Dataset): boolean =>
  found.version === asked.version && (found.rows === asked.rows || freshnessSeconds !== undefined);

/** Where more is missing than is held, the whole is read as fast. */
const canGrow = ({ key, rows }: Chunk, asked: ChunkKey): boolean =>
  key.version >= (asked.baseVersion ?? asked.version) &&
  key.version < asked.version &&
  asked.rows <= 2 * rows;
