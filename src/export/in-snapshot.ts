import type { Database } from '#sdk';

const begin: Readonly<Record<Database['engine'], readonly string[]>> = {
  sqlite: ['BEGIN'],
  mysql: [
    'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ',
    'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY',
  ],
};

/** Everything read during the work is of one moment, and nobody who writes meanwhile waits for it. */
export async function inSnapshot<T>({ engine, knex }: Database, work: () => Promise<T>): Promise<T> {
  for (const statement of begin[engine]) await knex.raw(statement);
  try {
    return await work();
  } finally {
    await knex.raw('ROLLBACK');
  }
}
