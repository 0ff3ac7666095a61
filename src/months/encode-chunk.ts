import { crc32 } from 'node:zlib';
import type { Chunk, Dataset } from '#sdk';
import { maxOf } from '../frame/max-of.ts';
import {
  arrayName,
  checkedFrom,
  checksumAt,
  type FileHeader,
  fileFormat,
  formatAt,
  headerAt,
  layOut,
  magic,
} from './chunk-layout.ts';
import { shapeOf } from './dataset-shape.ts';

/** A chunk as the bytes of its file, part after part: the columns are not copied. */
export function encodeChunk(chunk: Chunk, dataset: Dataset): Uint8Array[] {
  const text = Buffer.from(JSON.stringify(headerOf(chunk, dataset)));
  const { offsets } = layOut(headerOf(chunk, dataset), text.length);
  const head = Buffer.alloc(headerAt + text.length);
  magic.copy(head);
  new Uint32Array(head.buffer, head.byteOffset + formatAt, 2).set([fileFormat, text.length]);
  text.copy(head, headerAt);
  const parts = padded(head, columnBytes(chunk), offsets);
  let checksum = crc32(head.subarray(checkedFrom));
  for (const part of parts.slice(1)) checksum = crc32(part, checksum);
  new Uint32Array(head.buffer, head.byteOffset + checksumAt, 1).set([checksum]);
  return parts;
}

const headerOf = ({ key, rows, columns }: Chunk, dataset: Dataset): FileHeader => ({
  ...{ tenant: key.tenant, dataset: key.dataset, table: key.table, month: key.month },
  ...{ shape: shapeOf(dataset), version: key.version, rows },
  columns: [...columns].map(([name, { values, nulls }]) => ({
    name,
    array: arrayName(values),
    nulls: nulls !== undefined,
    largest: values instanceof Float64Array || values instanceof Int32Array ? null : maxOf(values),
  })),
});

const columnBytes = ({ time, columns }: Chunk): Uint8Array[] =>
  [time, ...[...columns.values()].flatMap(({ values, nulls }) => (nulls ? [values, nulls] : [values]))].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );

/** The head and the columns with what lies between them. */
function padded(head: Buffer, columns: readonly Uint8Array[], offsets: readonly number[]): Uint8Array[] {
  const parts: Uint8Array[] = [head];
  let end = head.length;
  columns.forEach((bytes, index) => {
    const gap = offsets[index]! - end;
    if (gap > 0) parts.push(new Uint8Array(gap));
    if (bytes.length > 0) parts.push(bytes);
    end = offsets[index]! + bytes.length;
  });
  return parts;
}
