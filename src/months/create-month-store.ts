import type { Chunk, ChunkKey, ChunkRead, Databases, Dataset, MonthStore, QueryTrace } from '#sdk';
import { ChunkMemory } from './chunk-memory.ts';
import { readMonth } from './read-month.ts';
import { SharedRead } from './shared-read.ts';
import { Turns } from './turns.ts';

export type MonthStoreOptions = {
  readonly databases: Databases;
  /** Bytes of chunks kept in memory. */
  readonly maxBytes: number;
  /** Months read at once. Default 2: reads wait here, not at the connections, whose patience is short. */
  readonly parallelReads?: number;
};

/** Chunks from memory, else read from the database: once, however many ask. A failed read leaves nothing behind. */
export function createMonthStore(options: MonthStoreOptions): MonthStore {
  const memory = new ChunkMemory(options.maxBytes);
  const turns = new Turns(options.parallelReads ?? 2);
  const underWay = new Map<string, SharedRead<Chunk>>();

  async function load(key: ChunkKey, asked: Asked, signal: AbortSignal): Promise<Chunk> {
    const { chunk, sure } = await turns.take(() => {
      signal.throwIfAborted();
      return options.databases.useTenant(
        key.tenant,
        (database) => readMonth(database, key, { dataset: asked.dataset, signal }),
        asked.trace,
      );
    });
    if (sure) memory.keep(chunk, asked.dataset);
    return chunk;
  }

  function share(key: ChunkKey, asked: Asked): SharedRead<Chunk> {
    const name = JSON.stringify(key);
    const found = underWay.get(name);
    if (found && !found.abandoned) return found;
    const read: SharedRead<Chunk> = new SharedRead((signal) =>
      load(key, asked, signal).finally(() => {
        if (underWay.get(name) === read) underWay.delete(name);
      }),
    );
    underWay.set(name, read);
    return read;
  }

  return {
    holds: (key) => memory.holds(key),
    async read(key, { dataset, trace, signal }): Promise<ChunkRead> {
      const began = performance.now();
      const held = memory.get(key, dataset);
      if (held) return { chunk: held, from: 'memory', ms: performance.now() - began };
      const chunk = await share(key, { dataset, trace }).wait(signal);
      return { chunk, from: 'sql', ms: performance.now() - began };
    },
  };
}

type Asked = { readonly dataset: Dataset; readonly trace: QueryTrace };
