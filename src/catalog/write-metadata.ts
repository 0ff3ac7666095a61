import type { Knex } from 'knex';
import type { Database } from '#sdk';

/**
 * One transaction that raises the metadata's version first: the row's lock makes writers of one tenant's metadata
 * follow each other, so each sees what the one before wrote.
 */
export const writeMetadata = <T>(
  database: Database,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> =>
  database.transaction(async (trx) => {
    await trx('settings').where({ id: 1 }).increment('version', 1);
    return work(trx);
  });
