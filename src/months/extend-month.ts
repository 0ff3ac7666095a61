import {
  type Chunk,
  type ChunkKey,
  type Database,
  type Dataset,
  monthStart,
  nextMonth,
  storedColumns,
} from '#sdk';
import { monthColumns } from './collect-month.ts';
import { concatChunk } from './concat-chunk.ts';
import { namedColumns } from './named-columns.ts';
import { tailQuery } from './tail-query.ts';

export type Extending = {
  /** The month as it is asked for, with the number of its rows. */
  readonly asked: ChunkKey;
  readonly dataset: Dataset;
  readonly signal: AbortSignal;
};

/**
 * Brings a chunk up to date with one statement that reads only the rows after its last; null when that cannot be done
 * because the month changed elsewhere. Stops with the signal's reason when aborted.
 */
export async function extendMonth(
  database: Database,
  chunk: Chunk,
  { asked, dataset, signal }: Extending,
): Promise<Chunk | null> {
  const columns = storedColumns(dataset);
  const missing = Math.max(0, asked.rows - chunk.rows);
  const lengthMs = monthStart(nextMonth(asked.month)) - chunk.start;
  const found = await database.collect({
    ...tailQuery(chunk, dataset, database.engine),
    collecting: monthColumns,
    options: { columns, expectedRows: missing, lengthMs },
    scans: dataset.freshnessSeconds === undefined ? missing : asked.rows,
    signal,
  });
  if (!found.state) return null;
  const [version, rows] = found.state.map(Number) as [number, number];
  const tail = { time: found.time, columns: namedColumns(columns, found) };
  const extended = concatChunk(chunk, tail, version);
  return isWhole(extended, rows, dataset) ? extended : null;
}

/** The writers count every row; where others write too, their rows come uncounted. */
const isWhole = ({ rows }: Chunk, counted: number, { freshnessSeconds }: Dataset): boolean =>
  freshnessSeconds !== undefined || rows === counted;
