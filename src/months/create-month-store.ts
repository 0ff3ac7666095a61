import type { ChunkKey, ChunkRead, Databases, MonthStore } from '#sdk';
import { ChunkMemory } from './chunk-memory.ts';
import { type Asked, type Loaded, type LoaderParts, MonthLoader } from './month-loader.ts';
import { SharedRead } from './shared-read.ts';
import { Turns } from './turns.ts';

export type MonthStoreOptions = {
  readonly databases: Databases;
  /** Bytes of chunks kept in memory. */
  readonly maxBytes: number;
  /** Months read at once. Default 2: reads wait here, not at the connections, whose patience is short. */
  readonly parallelReads?: number;
  /** Where months that are over are kept as files, and the clock that says which are. Absent: nowhere. */
  readonly seal?: LoaderParts['seal'];
};

/** The month store of a process. */
export type ProcessMonthStore = MonthStore & {
  /** Resolves when every month to be kept as a file has been tried. */
  sealed(): Promise<void>;
  /** Drops chunks from memory: see `ChunkMemory.shed`. */
  shed(toBytes: number, idleMs: number): number;
};

/**
 * Chunks from memory, else from their file, else read from the database: once, however many ask. What is held of an
 * older version is brought up to date by its missing rows where the month has only grown. A failed read leaves nothing
 * behind.
 */
export function createMonthStore(options: MonthStoreOptions): ProcessMonthStore {
  const { databases, maxBytes, parallelReads = 2, seal } = options;
  const memory = new ChunkMemory(maxBytes);
  const turns = new Turns(parallelReads);
  const loader = new MonthLoader({ databases, memory, turns, seal, maxWaitingBytes: maxBytes / 4 });
  const underWay = new Map<string, SharedRead<Loaded>>();

  function share(key: ChunkKey, asked: Omit<Asked, 'signal'>): SharedRead<Loaded> {
    const name = JSON.stringify(key);
    const found = underWay.get(name);
    if (found && !found.abandoned) return found;
    const read: SharedRead<Loaded> = new SharedRead((signal) =>
      loader.load(key, { ...asked, signal }).finally(() => {
        if (underWay.get(name) === read) underWay.delete(name);
      }),
    );
    underWay.set(name, read);
    return read;
  }

  return {
    holds: (key) => memory.holds(key),
    shed: (toBytes, idleMs) => memory.shed(toBytes, idleMs),
    async read(key, { dataset, trace, signal }): Promise<ChunkRead> {
      const began = performance.now();
      const held = memory.get(key, dataset);
      if (held) {
        loader.seal(held, dataset);
        return { chunk: held, from: 'memory', ms: performance.now() - began };
      }
      const loaded = await share(key, { dataset, trace }).wait(signal);
      return { ...loaded, ms: performance.now() - began };
    },
    filed: (key, dataset) => loader.filed(key, dataset),
    sealed: () => loader.sealed(),
  };
}
