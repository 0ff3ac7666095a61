import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';

/** Something that may become of a month's file. */
export type Mutation =
  | { readonly kind: 'cut'; readonly length: number }
  | { readonly kind: 'flip'; readonly bits: readonly { readonly at: number; readonly bit: number }[] }
  | { readonly kind: 'zeroed' | 'removed' | 'doubled'; readonly at: number; readonly length: number }
  | { readonly kind: 'grow' | 'garbage'; readonly bytes: Uint8Array }
  | { readonly kind: 'format' | 'version'; readonly by: number }
  | { readonly kind: 'another'; readonly which: keyof Others }
  | { readonly kind: (typeof plainKinds)[number] };

const plainKinds = ['untouched', 'missing', 'empty', 'swapped', 'folder', 'link', 'pipe', 'huge'] as const;

/** Good files of something else: another tenant's, and of this tenant another dataset, month or declaration. */
export type Others = Readonly<Record<'tenant' | 'dataset' | 'month' | 'declaration', Buffer>>;

const otherKinds: readonly (keyof Others)[] = ['tenant', 'dataset', 'month', 'declaration'];

/** One of each kind that has no number in it; the first one changes nothing. */
export const examples: readonly Mutation[] = [
  ...plainKinds.map((kind) => ({ kind })),
  ...otherKinds.map((which) => ({ kind: 'another' as const, which })),
];

/**
 * Any change of a file whose parts begin at the given offsets (its marks, its header, each of its columns): a part is
 * chosen before a byte in it, so that a small one is met as often as a large one.
 */
export function mutationOf(good: Buffer, parts: readonly number[]): fc.Arbitrary<Mutation> {
  const at = fc
    .nat(parts.length - 1)
    .chain((part) => fc.integer({ min: parts[part]!, max: (parts[part + 1] ?? good.length) - 1 }));
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 2000 });
  return fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), length: at }),
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('flip' as const), bits: distinctBits(at) }) },
    fc.record({
      kind: fc.constantFrom('zeroed' as const, 'removed' as const, 'doubled' as const),
      at,
      length: fc.integer({ min: 1, max: 64 }),
    }),
    fc.record({ kind: fc.constantFrom('grow' as const, 'garbage' as const), bytes }),
    fc.record({
      kind: fc.constantFrom('format' as const, 'version' as const),
      by: fc.integer({ min: 1, max: 5 }),
    }),
    fc.constantFrom(...examples.slice(1)),
  );
}

/** None is flipped back. */
const distinctBits = (at: fc.Arbitrary<number>) =>
  fc.uniqueArray(fc.record({ at, bit: fc.nat(7) }), {
    minLength: 1,
    maxLength: 4,
    selector: (flip) => flip.at * 8 + flip.bit,
  });

export type Files = {
  readonly good: Buffer;
  readonly others: Others;
  /** Where the other tenant's file stands. */
  readonly otherPath: string;
};

/** Puts in a file's place, where nothing is now, what became of it. */
export function place(path: string, change: Mutation, files: Files): void {
  if (change.kind === 'missing') return;
  if (change.kind === 'folder') mkdirSync(join(path, 'inside'), { recursive: true });
  else if (change.kind === 'link') symlinkSync(files.otherPath, path);
  else if (change.kind === 'pipe') execFileSync('mkfifo', [path]);
  else if (change.kind === 'huge') execFileSync('truncate', ['-s', '8G', path]);
  else writeFileSync(path, bytesOf(change, files));
  if (change.kind === 'swapped') writeFileSync(files.otherPath, files.good);
}

/** Whether these bytes are the file's own: zeros may stand where zeros stood. */
export const isHarmless = (change: Mutation, files: Files): boolean =>
  !['missing', 'folder', 'link', 'pipe', 'huge'].includes(change.kind) &&
  files.good.equals(bytesOf(change, files));

function bytesOf(change: Mutation, { good, others }: Files): Uint8Array {
  switch (change.kind) {
    case 'cut':
      return good.subarray(0, change.length);
    case 'grow':
      return Buffer.concat([good, change.bytes]);
    case 'garbage':
      return change.bytes;
    case 'another':
      return others[change.which];
    case 'swapped':
      return others.tenant;
    case 'empty':
      return Buffer.alloc(0);
    default:
      return changed(Buffer.from(good), change);
  }
}

function changed(bytes: Buffer, change: Mutation): Uint8Array {
  if (change.kind === 'flip') for (const { at, bit } of change.bits) bytes[at]! ^= 1 << bit;
  if (change.kind === 'format') bytes.writeUInt32LE(bytes.readUInt32LE(12) + change.by, 12);
  if (change.kind === 'version') return ofOlderVersion(bytes, change.by);
  if (!('at' in change)) return bytes;
  const [before, piece] = [
    bytes.subarray(0, change.at),
    bytes.subarray(change.at, change.at + change.length),
  ];
  const after = bytes.subarray(change.at + change.length);
  if (change.kind === 'zeroed') return piece.fill(0) && bytes;
  return Buffer.concat(change.kind === 'removed' ? [before, after] : [before, piece, piece, after]);
}

/** A file that is in itself right, but of a version that the month once had with other rows. */
function ofOlderVersion(bytes: Buffer, by: number): Buffer {
  const length = bytes.readUInt32LE(16);
  const header = bytes.subarray(24, 24 + length).toString();
  const changed = header.replace(/"version":(\d+)/, (_, version) => `"version":${Number(version) - by}`);
  const wrongRows = Buffer.from(bytes);
  wrongRows.write(changed.padEnd(length), 24);
  wrongRows[bytes.length - 1]! ^= 0xff;
  wrongRows.writeUInt32LE(crc32(wrongRows.subarray(12)), 8);
  return wrongRows;
}
