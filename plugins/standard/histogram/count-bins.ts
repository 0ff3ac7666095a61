import type { Bins, Frame } from '#sdk';

export type Counted = {
  /** Rows of each bin. */
  readonly rows: readonly number[];
  readonly below: number;
  readonly above: number;
  /** Rows that have a value. */
  readonly total: number;
  /** Mean of what the bins measure; null where it cannot be had from the groups. */
  readonly mean: number | null;
};

/**
 * Adds a frame grouped by `bin` up: columns `rows`, `sum` of the column, and `nominal`, what is taken away, the same for
 * all rows of a group.
 */
export function countBins(frame: Frame, { minus, relative, count }: Bins): Counted {
  const bins = new Float64Array(count + 2);
  const [bin, rows, sum] = ['bin', 'rows', 'sum'].map((name) => frame.column(name));
  const nominal = frame.names.includes('nominal') ? frame.column('nominal') : null;
  let total = 0;
  let measured = 0;
  for (let group = 0; group < frame.length; group += 1) {
    const place = bin!.at(group);
    if (place === null) continue;
    const inGroup = rows!.at(group)!;
    const other = nominal?.at(group) ?? 0;
    const difference = sum!.at(group)! - inGroup * other;
    bins[place + 1]! += inGroup;
    total += inGroup;
    measured += minus !== undefined && relative ? difference / other : difference;
  }
  const known = total > 0 && (minus === undefined || nominal !== null);
  return {
    rows: [...bins.subarray(1, count + 1)],
    below: bins[0]!,
    above: bins[count + 1]!,
    total,
    mean: known ? measured / total : null,
  };
}
