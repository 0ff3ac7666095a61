import type { Chunk, ChunkColumn, NumberArray } from '#sdk';
import { bytesOf } from './chunk-bytes.ts';

/** Rows that follow a chunk's last, in columns as narrow as they allow. */
export type Tail = Pick<Chunk, 'time' | 'columns'>;

/** The chunk with rows added at its end, known by their version. The chunk itself stays as it is. */
export function concatChunk(chunk: Chunk, tail: Tail, version: number): Chunk {
  const rows = chunk.rows + tail.time.length;
  const time = concat(chunk.time, tail.time) as Uint32Array;
  const columns = new Map(
    [...chunk.columns].map(([name, column]) => [name, concatColumn(column, tail.columns.get(name)!)]),
  );
  const key = { ...chunk.key, version, rows };
  return { key, rows, start: chunk.start, time, columns, bytes: bytesOf({ time, columns }) };
}

function concatColumn(head: ChunkColumn, tail: ChunkColumn): ChunkColumn {
  const values = concat(head.values, tail.values);
  if (!head.nulls && !tail.nulls) return { values };
  return { values, nulls: concat(nullsOf(head), nullsOf(tail)) as Uint8Array };
}

const nullsOf = ({ values, nulls }: ChunkColumn): Uint8Array => nulls ?? new Uint8Array(values.length);

/** Both arrays in one as wide as the wider. */
function concat(head: NumberArray, tail: NumberArray): NumberArray {
  const wider = tail.BYTES_PER_ELEMENT > head.BYTES_PER_ELEMENT ? tail : head;
  const rows = head.length + tail.length;
  const Wider = wider.constructor as { new (buffer: SharedArrayBuffer): NumberArray };
  const both = new Wider(new SharedArrayBuffer(rows * wider.BYTES_PER_ELEMENT));
  both.set(head);
  both.set(tail, head.length);
  return both;
}
