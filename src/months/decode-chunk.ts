import { crc32 } from 'node:zlib';
import { type Chunk, type ChunkColumn, type ChunkKey, type Dataset, monthStart } from '#sdk';
import { rememberMax } from '../frame/max-of.ts';
import {
  checkedFrom,
  checksumAt,
  type FileHeader,
  fileFormat,
  formatAt,
  headerAt,
  headerLengthAt,
  layOut,
  magic,
  maxHeaderBytes,
  viewOf,
} from './chunk-layout.ts';
import { shapeOf } from './dataset-shape.ts';

/** Why a file cannot be used: its bytes are not those once written, or they are of something else. */
export class UnusableFile extends Error {
  readonly reason: 'unreadable' | 'foreign';

  constructor(reason: 'unreadable' | 'foreign') {
    super(`The file is ${reason}`);
    this.name = 'UnusableFile';
    this.reason = reason;
  }
}

export type ChunkPlace = Pick<ChunkKey, 'tenant' | 'dataset' | 'table' | 'month'>;

/**
 * The chunk of a file's bytes, its columns views of them; the key carries the version found. Throws UnusableFile for
 * bytes that are damaged, of another format, or of another place or declaration.
 */
export function decodeChunk(bytes: Uint8Array, place: ChunkPlace, dataset: Dataset): Chunk {
  const { header, headerBytes } = readHeader(bytes);
  if (!isOf(header, place, dataset)) throw new UnusableFile('foreign');
  const { offsets, end } = layOut(header, headerBytes);
  if (end !== bytes.length) throw new UnusableFile('unreadable');
  const take = (array: FileHeader['columns'][number]['array']) =>
    viewOf(array, bytes, { at: offsets.shift()!, rows: header.rows });
  const time = take('u32') as Uint32Array;
  const columns = new Map(
    header.columns.map(({ name, array, nulls, largest }): [string, ChunkColumn] => {
      const values = take(array);
      if (largest !== null) rememberMax(values, largest);
      return [name, nulls ? { values, nulls: take('u8') as Uint8Array } : { values }];
    }),
  );
  const { version, rows } = header;
  const { tenant, dataset: datasetKey, table, month } = place;
  const key = { tenant, dataset: datasetKey, table, month, version, rows };
  return { key, rows, start: monthStart(month), time, columns, bytes: bytes.length };
}

function readHeader(bytes: Uint8Array): { header: FileHeader; headerBytes: number } {
  const view = startOf(bytes);
  if (numberAt(view, checksumAt) !== crc32(bytes.subarray(checkedFrom))) throw new UnusableFile('unreadable');
  return parseHeader(bytes);
}

/** What a file says of itself, unchecked, from as many of its first bytes as that takes. Throws where it cannot. */
export function parseHeader(bytes: Uint8Array): { header: FileHeader; headerBytes: number } {
  const view = startOf(bytes);
  if (numberAt(view, formatAt) !== fileFormat) throw new UnusableFile('foreign');
  const headerBytes = numberAt(view, headerLengthAt);
  if (headerBytes > maxHeaderBytes || headerAt + headerBytes > bytes.length) {
    throw new UnusableFile('unreadable');
  }
  const text = Buffer.from(bytes.subarray(headerAt, headerAt + headerBytes)).toString();
  return { header: JSON.parse(text) as FileHeader, headerBytes };
}

function startOf(bytes: Uint8Array): DataView {
  if (bytes.length < headerAt || magic.compare(bytes, 0, magic.length) !== 0) {
    throw new UnusableFile('unreadable');
  }
  return new DataView(bytes.buffer, bytes.byteOffset);
}

/** In the machine's own order of bytes, as the columns are. */
const numberAt = (view: DataView, offset: number): number => view.getUint32(offset, littleEndian);
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Whether a file is that of a place under a declaration. */
export const isOf = (header: FileHeader, place: ChunkPlace, dataset: Dataset): boolean =>
  header.tenant === place.tenant &&
  header.dataset === place.dataset &&
  header.table === place.table &&
  header.month === place.month &&
  header.shape === shapeOf(dataset);
