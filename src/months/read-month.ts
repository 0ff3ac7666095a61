import {
  type Chunk,
  type ChunkKey,
  type Database,
  type Dataset,
  monthStart,
  nextMonth,
  type StoredColumn,
  storedColumns,
} from '#sdk';
import { bytesOf } from './chunk-bytes.ts';
import { ColumnBuilder, grown, shared } from './column-builder.ts';
import { type MonthQuery, monthQuery, unknownPartition } from './month-query.ts';

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
  const rows = new MonthRows(
    stored.map((column) => new ColumnBuilder(column, key.rows)),
    key,
  );
  await streamMonth(database, key, {
    stored,
    onRow: (row) => {
      options.signal.throwIfAborted();
      rows.push(row as readonly (number | null)[]);
    },
  });
  options.signal.throwIfAborted();
  const time = rows.finishTime();
  const columns = new Map(stored.map(({ name }, index) => [name, rows.builders[index]!.finish()]));
  const found = { ...key, rows: time.length, version: rows.version ?? key.version };
  const chunk = { key: found, rows: time.length, start: monthStart(key.month), time, columns };
  return { chunk: { ...chunk, bytes: bytesOf(chunk) }, sure: rows.version !== null };
}

type Reading = {
  readonly stored: readonly StoredColumn[];
  readonly onRow: (row: readonly unknown[]) => void;
};

/** The month's partition where there is one, else its span of the table. */
async function streamMonth(database: Database, key: ChunkKey, { stored, onRow }: Reading): Promise<void> {
  const { engine } = database;
  const read = ({ sql, bindings }: MonthQuery) => database.stream(sql, bindings, onRow);
  try {
    await read(monthQuery(key, stored, { engine, whole: true }));
  } catch (error) {
    if ((Object(error) as { errno?: number }).errno !== unknownPartition) throw error;
    await read(monthQuery(key, stored, { engine, whole: false }));
  }
}

/** Rows as they come: the offset of the time, the columns, the version. */
class MonthRows {
  readonly builders: readonly ColumnBuilder[];
  version: number | null = null;
  readonly #lengthMs: number;
  #time: Uint32Array;
  #count = 0;

  constructor(builders: readonly ColumnBuilder[], { month, rows }: ChunkKey) {
    this.builders = builders;
    this.#lengthMs = monthStart(nextMonth(month)) - monthStart(month);
    this.#time = new Uint32Array(rows);
  }

  push(row: readonly (number | null)[]): void {
    this.version ??= row[this.builders.length + 1] ?? null;
    if (row[0]! < 0 || row[0]! >= this.#lengthMs) return;
    if (this.#count === this.#time.length) this.#time = grown(this.#time);
    this.#time[this.#count++] = row[0]!;
    for (let column = 0; column < this.builders.length; column++) {
      this.builders[column]!.push(row[column + 1]!);
    }
  }

  finishTime(): Uint32Array {
    return shared(this.#time.subarray(0, this.#count));
  }
}
