import { isOver } from './is-over.ts';
import { readMonth } from './read-month.ts';
import { recountMonth } from './recount-month.ts';
import { type KnownMonth, knownMonths, type TenantMonths } from './tenant-months.ts';

export type Rebuilding = {
  /** Counts that were put right. */
  readonly recounted: number;
  /** Months that are over, and how many of them are files now: all, unless the disk or its bound is too small. */
  readonly over: number;
  readonly written: number;
};

/**
 * Puts the counts right and makes the files of all months that are over anew from the database, the newest last: where
 * not all have room, those stay. `now` in epoch milliseconds.
 */
export async function rebuildMonths(given: TenantMonths & { readonly now: number }): Promise<Rebuilding> {
  const recounted = await recount(given);
  await given.files.clear(given.tenant);
  const known = await knownMonths(given);
  const over = known.filter(({ key }) => key.rows > 0 && isOver(key.month, given.now));
  let written = 0;
  for (const month of over) {
    given.signal.throwIfAborted();
    if (await writeAnew(given, month)) written += 1;
  }
  return { recounted, over: over.length, written };
}

/** Rows nobody told of may stand anywhere: whoever holds such a month reads it whole. */
async function recount(given: TenantMonths): Promise<number> {
  let recounted = 0;
  for (const { key } of await knownMonths(given)) {
    given.signal.throwIfAborted();
    const { table, month } = key;
    const changed = await given.databases.useTenant(given.tenant, (database) =>
      recountMonth(database, { table, month, anywhere: true }),
    );
    if (changed) recounted += 1;
  }
  return recounted;
}

async function writeAnew(given: TenantMonths, { key, dataset }: KnownMonth): Promise<boolean> {
  const { databases, tenant, signal, files } = given;
  const { chunk, sure } = await databases.useTenant(tenant, (database) =>
    readMonth(database, key, { dataset, signal }),
  );
  return sure && files.write(chunk, dataset);
}
