import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, open as openFile, read as readFrom, type Stats } from 'node:fs';
import { chmod, type FileHandle, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TenantSlug } from '#sdk';

export type CachedFile = {
  readonly path: string;
  readonly tenant: TenantSlug;
  readonly name: string;
  readonly bytes: number;
  /** When it was last used, epoch milliseconds. */
  readonly usedAt: number;
};

/** Opening never follows a link and never waits for a pipe. */
const toRead = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export const openToRead = (path: string): Promise<FileHandle> => open(path, toRead);

export type ReadFile = {
  /** Over memory that threads can share. */
  readonly bytes: Uint8Array;
  /** When it was last used, epoch milliseconds. */
  readonly usedAt: number;
};

/**
 * All of a file of so many bytes; null for anything else. Only opening and reading wait for the disk: what an open file
 * says of itself is in memory, and a trip through the thread pool would cost more than asking here.
 */
export async function readFileShared(
  path: string,
  bounds: { readonly least: number; readonly most: number },
): Promise<ReadFile | null> {
  const file = await openDescriptor(path, toRead);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size < bounds.least || stats.size > bounds.most) return null;
    const bytes = new Uint8Array(new SharedArrayBuffer(stats.size));
    const { bytesRead } = await readDescriptor(file, bytes, 0, bytes.length, 0);
    return bytesRead < bytes.length ? null : { bytes, usedAt: stats.mtimeMs };
  } finally {
    closeSync(file);
  }
}

const openDescriptor = promisify(openFile);
const readDescriptor = promisify(readFrom);

/** Whether a path leads to a real folder, not through a link. */
export async function isFolder(path: string): Promise<boolean> {
  return (await statOf(path))?.isDirectory() ?? false;
}

/** Makes the folder unless it is there, for its owner only. Throws where something else stands in its place. */
export async function makePrivateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const stats = await lstat(path);
  if (!stats.isDirectory()) throw Object.assign(new Error(`${path} is no folder`), { code: 'ENOTDIR' });
  if ((stats.mode & 0o777) !== 0o700) await chmod(path, 0o700);
}

/** Writes a file so that it is there whole or not at all, and for its owner only. */
export async function writeWhole(path: string, parts: readonly Uint8Array[], usedAt: number): Promise<void> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}${draftEnding}`;
  try {
    await writeDraft(draft, parts, usedAt);
    if (await isFolder(path)) await rm(path, { recursive: true });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(join(path, '..'));
}

export const draftEnding = '.draft';

async function writeDraft(draft: string, parts: readonly Uint8Array[], usedAt: number): Promise<void> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const file = await open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    for (const part of parts) await writeAll(file, part);
    await file.utimes(usedAt / 1000, usedAt / 1000);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A disk that fills up takes less than it is given, and says why at the next attempt. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Every file of the cache, drafts included; links and whatever else does not belong are left out. */
export async function listFiles(folder: string): Promise<CachedFile[]> {
  const files: CachedFile[] = [];
  for (const tenant of await namesIn(folder)) {
    for (const name of await namesIn(join(folder, tenant))) {
      const path = join(folder, tenant, name);
      const stats = await statOf(path);
      if (stats?.isFile()) files.push({ path, tenant, name, bytes: stats.size, usedAt: stats.mtimeMs });
    }
  }
  return files;
}

async function namesIn(folder: string): Promise<string[]> {
  return (await isFolder(folder)) ? readdir(folder) : [];
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code))) return undefined;
    throw error;
  }
}
