import type { Chunk } from '#sdk';
import { countMonths } from './count-months.ts';
import { readMonth } from './read-month.ts';
import { sameColumns } from './same-columns.ts';
import { type KnownMonth, knownMonths, type TenantMonths } from './tenant-months.ts';

/** A line-month that is not what the database has. */
export type Difference = {
  readonly table: string;
  readonly month: string;
  /**
   * `count`: the writers counted other rows; `content`: its file holds other values; `unreadable`: its file is
   * damaged; `foreign`: its file is another's.
   */
  readonly what: 'count' | 'content' | 'unreadable' | 'foreign';
  /** Rows in the database. */
  readonly rows: number;
  /** Rows counted or kept; null where they cannot be told. */
  readonly instead: number | null;
};

export type Verification = {
  readonly months: number;
  /** Files compared value by value; one that waits to be brought up to date is not among them. */
  readonly files: number;
  readonly differences: readonly Difference[];
};

/** Compares every month's count and every file's values with the database. Changes nothing. */
export async function verifyMonths(given: TenantMonths): Promise<Verification> {
  const known = await knownMonths(given);
  const differences = await differingCounts(given, known);
  let files = 0;
  for (const month of known) {
    given.signal.throwIfAborted();
    const outcome = await verifyFile(given, month);
    if (outcome !== 'none') files += 1;
    if (typeof outcome === 'object') differences.push(outcome);
  }
  return { months: known.length, files, differences };
}

async function differingCounts(
  { databases, tenant }: TenantMonths,
  known: readonly KnownMonth[],
): Promise<Difference[]> {
  const counts = await databases.useTenant(tenant, (database) =>
    countMonths(
      database,
      known.map(({ key }) => key),
    ),
  );
  return counts
    .filter(({ found, counted }) => found !== counted)
    .map(({ table, month, found, counted }) => ({
      table,
      month,
      what: 'count',
      rows: found,
      instead: counted,
    }));
}

/** Whatever a month once held fits into this many rows or into what it holds now. */
const manyRows = 5_000_000;

async function verifyFile(given: TenantMonths, { key, dataset }: KnownMonth) {
  const place = { ...key, rows: Math.max(key.rows, manyRows) };
  const read = await given.files.inspect(place, dataset);
  const { table, month, rows } = key;
  if ('unusable' in read) {
    if (read.unusable === 'missing') return 'none';
    return { table, month, what: read.unusable, rows, instead: null } as const;
  }
  const { chunk: kept } = read;
  if (kept.key.version !== key.version) return 'none';
  const fresh = await readNow(given, { key, dataset });
  if (fresh.key.version !== kept.key.version || sameColumns(kept, fresh)) return 'same';
  return { table, month, what: 'content', rows: fresh.rows, instead: kept.rows } as const;
}

async function readNow(given: TenantMonths, { key, dataset }: KnownMonth): Promise<Chunk> {
  const { databases, tenant, signal } = given;
  const { chunk } = await databases.useTenant(tenant, (database) =>
    readMonth(database, key, { dataset, signal }),
  );
  return chunk;
}
