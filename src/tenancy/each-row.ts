import type { RowQuery } from '#sdk';

/** A query's part that hands every row to `onRow`, on the connection at hand, and counts them. */
export function eachRow(
  onRow: (row: readonly unknown[]) => void,
): Omit<RowQuery<null, number>, 'sql' | 'bindings'> {
  let rows = 0;
  const push = (row: readonly unknown[]): true => {
    onRow(row);
    rows += 1;
    return true;
  };
  const make = () => ({ push, finish: () => rows });
  const collecting = { module: import.meta.url, name: 'eachRow', make };
  return { collecting, options: null, scans: 0, signal: new AbortController().signal };
}
