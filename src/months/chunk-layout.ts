import type { NumberArray, TenantSlug } from '#sdk';

/** Grows whenever the bytes of a file change their meaning. */
export const fileFormat = 2;

/** `CAMETMON`, checksum, format, length of the header, four bytes of nothing; the checksum covers what follows it. */
export const magic = Buffer.from('CAMETMON');
export const checksumAt = 8;
export const checkedFrom = 12;
export const formatAt = 12;
export const headerLengthAt = 16;
export const headerAt = 24;
export const maxHeaderBytes = 64 * 1024;

const arrays = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f64: Float64Array,
} as const;

export type ArrayName = keyof typeof arrays;

/** What a file says of itself, in front of its columns. */
export type FileHeader = {
  readonly tenant: TenantSlug;
  readonly dataset: string;
  readonly table: string;
  readonly month: string;
  readonly shape: string;
  readonly version: number;
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly array: ArrayName;
    readonly nulls: boolean;
    /** The largest value of a column of ids, codes or counts: what a reader would look all through it for. */
    readonly largest: number | null;
  }[];
};

export const arrayName = (values: NumberArray): ArrayName =>
  (Object.keys(arrays) as ArrayName[]).find((name) => values instanceof arrays[name])!;

/** A view of `rows` numbers at an offset of a file's bytes; throws where they do not reach that far. */
export const viewOf = (
  name: ArrayName,
  bytes: Uint8Array,
  place: { at: number; rows: number },
): NumberArray => new arrays[name](bytes.buffer as ArrayBuffer, bytes.byteOffset + place.at, place.rows);

export const bytesPer = (name: ArrayName): number => arrays[name].BYTES_PER_ELEMENT;

/** Columns begin at multiples of 64 bytes. */
export const aligned = (offset: number): number => Math.ceil(offset / 64) * 64;

/** The parts behind the header in their order, each with the offset at which it begins; and where the file ends. */
export function layOut(header: FileHeader, headerBytes: number): { offsets: number[]; end: number } {
  const sizes = [
    bytesPer('u32'),
    ...header.columns.flatMap(({ array, nulls }) => (nulls ? [bytesPer(array), 1] : [bytesPer(array)])),
  ];
  const offsets: number[] = [];
  let end = headerAt + headerBytes;
  for (const size of sizes) {
    offsets.push(aligned(end));
    end = aligned(end) + size * header.rows;
  }
  return { offsets, end };
}
