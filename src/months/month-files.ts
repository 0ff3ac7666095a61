import { createHash } from 'node:crypto';
import { lutimes, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Chunk, type Dataset, storedColumns, type TenantId } from '#sdk';
import type { Config } from '../shared/config.ts';
import type { Log } from '../shared/log.ts';
import { isFolder, makePrivateFolder, openToRead, readFileShared, writeWhole } from './cache-folder.ts';
import { CacheSpace } from './cache-space.ts';
import { aligned, type FileHeader, fileFormat, headerAt, maxHeaderBytes } from './chunk-layout.ts';
import { shapeOf } from './dataset-shape.ts';
import { type ChunkPlace, decodeChunk, isOf, parseHeader, UnusableFile } from './decode-chunk.ts';
import { encodeChunk } from './encode-chunk.ts';
import { quietly } from './quietly.ts';
import { Turns } from './turns.ts';

export type MonthFilesOptions = {
  /** Below the data directory; made when first needed. Its own parent may be a link, it may not. */
  readonly folder: string;
  /** Bytes of files kept; 0 keeps none. */
  readonly maxBytes: number;
  /** Epoch milliseconds, noted as the time of a file's last use. */
  readonly now: () => number;
  readonly log: Pick<Log, 'warn'>;
};

/** Where a process with this configuration keeps months. */
export const monthFolder = (config: Pick<Config, 'dataDir' | 'maxCacheBytes'>) => ({
  folder: join(config.dataDir, 'cache'),
  maxBytes: config.maxCacheBytes,
});

export type FileRead =
  | { readonly chunk: Chunk }
  | { readonly unusable: 'missing' | 'unreadable' | 'foreign' };

/** Files last used longer ago than this are marked as used when they are read. */
const markAfterMs = 60_000;

/**
 * Months as files, one per line-month and declaration, the latest version only. They only save time: what cannot be
 * read is dropped, what cannot be written is done without, with one warning a minute.
 */
export class MonthFiles {
  readonly #options: MonthFilesOptions;
  readonly #space: CacheSpace;
  readonly #decoding = new Turns(1);
  readonly #folders = new Map<string, Promise<boolean>>();
  readonly #warn: (error: unknown, path: string) => void;

  constructor(options: MonthFilesOptions) {
    this.#options = options;
    this.#space = new CacheSpace(options);
    this.#warn = quietly(options.log, 'A month could not be kept or read as a file');
  }

  pathOf(place: ChunkPlace, dataset: Dataset): string {
    const shape = createHash('sha256').update(shapeOf(dataset)).digest('hex').slice(0, 12);
    const name = `${place.dataset}.${place.table}.${place.month}.${shape}.f${fileFormat}.month`;
    return join(this.#options.folder, place.tenant, name);
  }

  /** The month as last kept, of whatever version; null where there is none that can be used. */
  async read(place: ChunkPlace & { readonly rows: number }, dataset: Dataset): Promise<Chunk | null> {
    const read = await this.inspect(place, dataset);
    if ('chunk' in read) return read.chunk;
    if (read.unusable !== 'missing') await this.drop(this.pathOf(place, dataset));
    return null;
  }

  /** The same, saying why a file cannot be used and leaving it where it is. */
  async inspect(place: ChunkPlace & { readonly rows: number }, dataset: Dataset): Promise<FileRead> {
    if (this.#options.maxBytes === 0) return { unusable: 'missing' };
    const path = this.pathOf(place, dataset);
    try {
      await this.#expectFolders(path);
      const file = await readFileShared(path, { least: headerAt, most: mostBytes(place.rows, dataset) });
      if (!file) throw new UnusableFile('unreadable');
      const chunk = await this.#decode(file.bytes, place, dataset);
      this.#mark(path, file.usedAt);
      return { chunk };
    } catch (error) {
      return { unusable: this.#judge(error, path) };
    }
  }

  /** The version and rows that the month's file says it has, unchecked; null where there is none. */
  async glance(place: ChunkPlace, dataset: Dataset): Promise<Pick<FileHeader, 'version' | 'rows'> | null> {
    try {
      const path = this.pathOf(place, dataset);
      await this.#expectFolders(path);
      const file = await openToRead(path);
      const start = Buffer.alloc(headerAt + maxHeaderBytes);
      const { bytesRead } = await file.read(start, 0, start.length, 0).finally(() => file.close());
      const { header } = parseHeader(start.subarray(0, bytesRead));
      return isOf(header, place, dataset) ? header : null;
    } catch {
      return null;
    }
  }

  /** Keeps the month in place of any older version. Never throws; false when it could not be kept. */
  async write(chunk: Chunk, dataset: Dataset): Promise<boolean> {
    const path = this.pathOf(chunk.key, dataset);
    try {
      const parts = encodeChunk(chunk, dataset);
      const bytes = parts.reduce((sum, { length }) => sum + length, 0);
      if (bytes > this.#options.maxBytes) return false;
      for (const folder of [this.#options.folder, join(path, '..')]) await makePrivateFolder(folder);
      await this.#space.makeRoom(bytes);
      await writeWhole(path, parts, this.#options.now());
      return true;
    } catch (error) {
      this.#warn(error, path);
      return false;
    }
  }

  async drop(path: string): Promise<void> {
    await rm(path, { recursive: true, force: true }).catch((error) => this.#warn(error, path));
  }

  /** Removes the files of a tenant, or all of them. */
  async clear(tenant?: TenantId): Promise<void> {
    await rm(join(this.#options.folder, tenant ?? ''), { recursive: true, force: true });
  }

  /** Behind the answer: a mark that cannot be set costs the file its place among those kept, no more. */
  #mark(path: string, usedAt: number): void {
    const now = this.#options.now();
    if (now - usedAt > markAfterMs) void lutimes(path, now / 1000, now / 1000).catch(() => {});
  }

  /** One month a turn: checking all that an Apply reads at once would hold the process. */
  #decode(bytes: Uint8Array, place: ChunkPlace, dataset: Dataset): Promise<Chunk> {
    return this.#decoding.take(async () => {
      await nextTurn();
      return decodeChunk(bytes, place, dataset);
    });
  }

  /** Throws ENOENT where a link or nothing stands in a folder's place. */
  async #expectFolders(path: string): Promise<void> {
    for (const folder of [this.#options.folder, join(path, '..')]) {
      if (!(await this.#isFolder(folder))) throw Object.assign(new Error('No folder'), { code: 'ENOENT' });
    }
  }

  /** Looked at once for all who ask meanwhile: an Apply opens its months' files together. */
  #isFolder(path: string): Promise<boolean> {
    const asked = this.#folders.get(path) ?? isFolder(path).finally(() => this.#folders.delete(path));
    this.#folders.set(path, asked);
    return asked;
  }

  #judge(error: unknown, path: string): 'missing' | 'unreadable' | 'foreign' {
    if (error instanceof UnusableFile) return error.reason;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return 'missing';
    if (code !== 'ELOOP') this.#warn(error, path);
    return 'unreadable';
  }
}

/** No month of so many rows takes more; what is larger is no file of ours, and is not read into memory. */
function mostBytes(rows: number, dataset: Dataset): number {
  const columns = storedColumns(dataset).length;
  const perRow = 4 + columns * (8 + 1);
  return headerAt + maxHeaderBytes + rows * perRow + aligned(64) * (2 * columns + 2);
}
