import { utcMonth } from '#sdk';

/** The UTC months that rows fall in, ascending. */
export const monthsOfRows = (rows: readonly { readonly time: number }[]): string[] =>
  [...groupByMonth(rows).keys()].sort();

/** UTC month → its rows, in their order. */
export function groupByMonth<Row extends { readonly time: number }>(
  rows: readonly Row[],
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const month = utcMonth(row.time);
    const group = groups.get(month);
    if (group) group.push(row);
    else groups.set(month, [row]);
  }
  return groups;
}
