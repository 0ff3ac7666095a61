import type { Collecting, Database, RowQuery } from '#sdk';

/** Collects the rows as they are. */
export const plainRows: Collecting<null, unknown[][]> = {
  module: import.meta.url,
  name: 'plainRows',
  make: () => {
    const rows: unknown[][] = [];
    return { push: (row) => rows.push([...row]) > 0, finish: () => rows };
  },
};

/** Collects rows until one of them begins with -1, which it throws for. */
export const upToMinusOne: Collecting<null, number> = {
  module: import.meta.url,
  name: 'upToMinusOne',
  make: () => {
    let count = 0;
    const push = ([first]: readonly unknown[]) => {
      if (first === -1) throw new TypeError('minus one');
      count += 1;
      return true;
    };
    return { push, finish: () => count };
  },
};

/** Enough for a thread of its own on SQLite. */
export const manyRows = 1e6;

/** A statement's rows as they are; over few of them unless told otherwise. */
export const rowsOf = (
  database: Database,
  sql: string,
  given: Partial<Pick<RowQuery<null, unknown[][]>, 'bindings' | 'scans' | 'signal'>> = {},
): Promise<unknown[][]> =>
  database.collect({
    ...{ sql, bindings: [], collecting: plainRows, options: null, scans: 0 },
    ...{ signal: new AbortController().signal, ...given },
  });

/** The database, whose collected rows `each` sees before their collector does. */
export const watched = (database: Database, each: (row: readonly unknown[]) => void): Database => ({
  ...database,
  collect: (query) =>
    database.collect({
      ...query,
      collecting: {
        ...query.collecting,
        make: (options) => {
          const collector = query.collecting.make(options);
          const push = (row: readonly unknown[]) => {
            each(row);
            return collector.push(row);
          };
          return { push, finish: () => collector.finish() };
        },
      },
    }),
});
