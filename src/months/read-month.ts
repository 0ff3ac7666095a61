import {
  type Chunk,
  type ChunkKey,
  type Database,
  type Dataset,
  monthStart,
  nextMonth,
  storedColumns,
} from '#sdk';
import { bytesOf } from './chunk-bytes.ts';
import { type MonthColumns, monthColumns } from './collect-month.ts';
import { type MonthQuery, monthQuery, unknownPartition } from './month-query.ts';
import { namedColumns } from './named-columns.ts';

export type MonthRead = {
  readonly chunk: Chunk /** Whether its key tells the version of its rows. */;
  readonly sure: boolean;
};

type Reading = { readonly dataset: Dataset; readonly signal: AbortSignal };

/**
 * Reads a whole month into columns with one statement. The chunk's key carries the version and the rows that were
 * found, which may be newer than asked. Stops with the signal's reason when aborted.
 */
export async function readMonth(database: Database, key: ChunkKey, reading: Reading): Promise<MonthRead> {
  const found = await collectMonth(database, key, reading);
  const { time } = found;
  const [version = null] = found.state ?? [];
  const columns = namedColumns(storedColumns(reading.dataset), found);
  const foundKey = { ...key, rows: time.length, version: version ?? key.version };
  const chunk = { key: foundKey, rows: time.length, start: monthStart(key.month), time, columns };
  return { chunk: { ...chunk, bytes: bytesOf(chunk) }, sure: version !== null };
}

/** The month's partition where there is one, else its span of the table. */
async function collectMonth(
  database: Database,
  key: ChunkKey,
  { dataset, signal }: Reading,
): Promise<MonthColumns> {
  const { engine } = database;
  const columns = storedColumns(dataset);
  const lengthMs = monthStart(nextMonth(key.month)) - monthStart(key.month);
  const options = { columns, expectedRows: key.rows, lengthMs };
  const read = ({ sql, bindings }: MonthQuery) =>
    database.collect({ sql, bindings, collecting: monthColumns, options, scans: key.rows, signal });
  try {
    return await read(monthQuery(key, columns, { engine, whole: true }));
  } catch (error) {
    if ((Object(error) as { errno?: number }).errno !== unknownPartition) throw error;
    return read(monthQuery(key, columns, { engine, whole: false }));
  }
}
