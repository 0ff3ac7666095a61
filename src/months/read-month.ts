import { type Chunk, type ChunkKey, type Database, type Dataset, monthStart, storedColumns } from '#sdk';
import { bytesOf } from './chunk-bytes.ts';
import { ColumnBuilder, grown, shared } from './column-builder.ts';
import { monthQuery } from './month-query.ts';

export type MonthRead = {
  readonly chunk: Chunk /** Whether its key tells the version of its rows. */;
  readonly sure: boolean;
};

/**
 * Reads a whole month into columns with one statement. The chunk's key carries the version and the rows that were
 * found, which may be newer than asked. Stops with the signal's reason when aborted.
 */
export async function readMonth(
  database: Database,
  key: ChunkKey,
  options: { readonly dataset: Dataset; readonly signal: AbortSignal },
): Promise<MonthRead> {
  const stored = storedColumns(options.dataset);
  const { sql, bindings } = monthQuery(key, stored, database.engine);
  const rows = new MonthRows(
    stored.map((column) => new ColumnBuilder(column, key.rows)),
    key.rows,
  );
  await database.stream(sql, bindings, (row) => {
    options.signal.throwIfAborted();
    rows.push(row as readonly (number | null)[]);
  });
  options.signal.throwIfAborted();
  const time = rows.finishTime();
  const columns = new Map(stored.map(({ name }, index) => [name, rows.builders[index]!.finish()]));
  const found = { ...key, rows: time.length, version: rows.version ?? key.version };
  const chunk = { key: found, rows: time.length, start: monthStart(key.month), time, columns };
  return { chunk: { ...chunk, bytes: bytesOf(chunk) }, sure: rows.version !== null };
}

/** Rows as they come: the offset of the time, the columns, the version. */
class MonthRows {
  readonly builders: readonly ColumnBuilder[];
  version: number | null = null;
  #time: Uint32Array;
  #count = 0;

  constructor(builders: readonly ColumnBuilder[], capacity: number) {
    this.builders = builders;
    this.#time = new Uint32Array(capacity);
  }

  push(row: readonly (number | null)[]): void {
    if (this.#count === this.#time.length) this.#time = grown(this.#time);
    this.#time[this.#count++] = row[0]!;
    for (let column = 0; column < this.builders.length; column++) {
      this.builders[column]!.push(row[column + 1]!);
    }
    this.version ??= row[this.builders.length + 1] ?? null;
  }

  finishTime(): Uint32Array {
    return shared(this.#time.subarray(0, this.#count));
  }
}
