import { type Chunk, type Database, type Dataset, storedColumns } from '#sdk';
import { ColumnBuilder } from './column-builder.ts';
import { concatChunk } from './concat-chunk.ts';
import { tailQuery } from './tail-query.ts';

const expectedRows = 256;

/**
 * Brings a chunk up to date with one statement that reads only the rows after its last; null when that cannot be done
 * because the month changed elsewhere. Stops with the signal's reason when aborted.
 */
export async function extendMonth(
  database: Database,
  chunk: Chunk,
  { dataset, signal }: { readonly dataset: Dataset; readonly signal: AbortSignal },
): Promise<Chunk | null> {
  const stored = storedColumns(dataset);
  const builders = stored.map((column) => new ColumnBuilder(column, expectedRows));
  const time: number[] = [];
  let state: { version: number; rows: number } | null = null;
  const { sql, bindings } = tailQuery(chunk, dataset, database.engine);
  await database.stream(sql, bindings, (row) => {
    signal.throwIfAborted();
    const [offset, ...rest] = row as readonly (number | null)[];
    state ??= { version: Number(rest[stored.length]), rows: Number(rest[stored.length + 1]) };
    if (offset === null) return;
    time.push(offset!);
    builders.forEach((builder, index) => {
      builder.push(rest[index]!);
    });
  });
  signal.throwIfAborted();
  const found = state as { version: number; rows: number } | null;
  if (!found) return null;
  const columns = new Map(stored.map(({ name }, index) => [name, builders[index]!.finish()]));
  const extended = concatChunk(chunk, { time: Uint32Array.from(time), columns }, found.version);
  return isWhole(extended, found.rows, dataset) ? extended : null;
}

/** The writers count every row; where others write too, their rows come uncounted. */
const isWhole = ({ rows }: Chunk, counted: number, { freshnessSeconds }: Dataset): boolean =>
  freshnessSeconds !== undefined || rows === counted;
