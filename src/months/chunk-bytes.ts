import type { Chunk } from '#sdk';

/** Bytes that a chunk's columns take. */
export function bytesOf({ time, columns }: Pick<Chunk, 'time' | 'columns'>): number {
  let bytes = time.byteLength;
  for (const { values, nulls } of columns.values()) bytes += values.byteLength + (nulls?.byteLength ?? 0);
  return bytes;
}
