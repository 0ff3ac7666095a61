import { rm } from 'node:fs/promises';
import { type CachedFile, draftEnding, listFiles } from './cache-folder.ts';

export type CacheSpaceOptions = {
  readonly folder: string;
  readonly maxBytes: number;
  readonly now: () => number;
};

/** A draft this old was left by a process that ended while it wrote. */
const draftAgeMs = 10 * 60_000;
/** The folder is looked at again after so large a part of it was written, since other processes write too. */
const lookAfterShare = 1 / 16;
/** What is made free at a time, so that not every file has to make room. */
const freeShare = 1 / 16;

/** Keeps the cache's folder within its bytes: the files least recently used leave first. */
export class CacheSpace {
  readonly #options: CacheSpaceOptions;
  #bytes: number | null = null;
  #writtenSinceLook = 0;

  constructor(options: CacheSpaceOptions) {
    this.#options = options;
  }

  /** Makes room for a file about to be written, no larger than the folder may be. */
  async makeRoom(bytes: number): Promise<void> {
    const { maxBytes } = this.#options;
    const due = this.#bytes === null || this.#writtenSinceLook > maxBytes * lookAfterShare;
    if (due || this.#bytes! + bytes > maxBytes) await this.#look(bytes);
    this.#bytes! += bytes;
    this.#writtenSinceLook += bytes;
  }

  async #look(needed: number): Promise<void> {
    const { folder, maxBytes, now } = this.#options;
    const files = await listFiles(folder);
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const goal = total + needed > maxBytes ? maxBytes * (1 - freeShare) - needed : maxBytes;
    for (const file of files.sort((a, b) => a.usedAt - b.usedAt)) {
      if (total <= goal && !isLeftDraft(file, now())) continue;
      await rm(file.path, { force: true });
      total -= file.bytes;
    }
    this.#bytes = total;
    this.#writtenSinceLook = 0;
  }
}

const isLeftDraft = ({ name, usedAt }: CachedFile, now: number): boolean =>
  name.endsWith(draftEnding) && now - usedAt > draftAgeMs;
