import type { Chunk, ChunkKey, Dataset } from '#sdk';
import { shapeOf } from './dataset-shape.ts';

type Entry = { readonly chunk: Chunk; readonly shape: string; readonly readAt: number; usedAt: number };

/** A chunk may be this much newer than the version asked for: whoever asks looks at versions once a second. */
const newerForMs = 5000;

/** Chunks within a number of bytes; the least recently used leave first. One version of a month at a time. */
export class ChunkMemory {
  readonly #entries = new Map<string, Entry>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  holds(key: ChunkKey): boolean {
    return this.#find(key) !== undefined;
  }

  /** The chunk asked for, or a newer one just read. */
  get(key: ChunkKey, dataset: Dataset): Chunk | undefined {
    const entry = this.#find(key);
    if (entry?.shape !== shapeOf(dataset)) return undefined;
    this.#entries.delete(placeOf(key));
    this.#entries.set(placeOf(key), entry);
    entry.usedAt = performance.now();
    return entry.chunk;
  }

  /** The month as last kept, of whatever version. */
  latest(key: ChunkKey, dataset: Dataset): Chunk | undefined {
    const entry = this.#entries.get(placeOf(key));
    return entry?.shape === shapeOf(dataset) ? entry.chunk : undefined;
  }

  /** Takes the place of any older version. A chunk larger than the whole memory is not kept. */
  keep(chunk: Chunk, dataset: Dataset): void {
    this.#drop(placeOf(chunk.key));
    if (chunk.bytes > this.#maxBytes) return;
    for (const place of this.#entries.keys()) {
      if (this.#bytes + chunk.bytes <= this.#maxBytes) break;
      this.#drop(place);
    }
    const now = performance.now();
    this.#entries.set(placeOf(chunk.key), { chunk, shape: shapeOf(dataset), readAt: now, usedAt: now });
    this.#bytes += chunk.bytes;
  }

  /** Drops chunks unused for `idleMs`, least recently used first, until `toBytes` are held; returns the bytes dropped. */
  shed(toBytes: number, idleMs: number): number {
    const before = this.#bytes;
    const latest = performance.now() - idleMs;
    for (const [place, { usedAt }] of this.#entries) {
      if (this.#bytes <= toBytes || usedAt > latest) break;
      this.#drop(place);
    }
    return before - this.#bytes;
  }

  #find(key: ChunkKey): Entry | undefined {
    const entry = this.#entries.get(placeOf(key));
    if (!entry) return undefined;
    const { version } = entry.chunk.key;
    const justRead = performance.now() - entry.readAt < newerForMs;
    return version === key.version || (version > key.version && justRead) ? entry : undefined;
  }

  #drop(place: string): void {
    this.#bytes -= this.#entries.get(place)?.chunk.bytes ?? 0;
    this.#entries.delete(place);
  }
}

const placeOf = ({ tenant, dataset, table, month }: ChunkKey): string =>
  JSON.stringify([tenant, dataset, table, month]);
