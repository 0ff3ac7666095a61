import type { LocalTally, Target } from './local-tallies.ts';
import { varying } from './local-tallies.ts';
import type { ColumnTally } from './tally.ts';

/** What to do at the end of a piece: add the local cells to every target's cells and clear them. */
export function adderOf(local: LocalTally): (piece: number) => void {
  const { rows, columns } = local.tally;
  const targets = local.targets.map((target) => ({ ...target, offsets: offsetsOf(local, target) }));
  const pairs = targets.map(({ tally, base, offsets }) => ({
    ...{ base, offsets, rows: tally.rows },
    columns: [...tally.columns].map(([name, to]) => ({ from: columns.get(name)!, to })),
  }));
  return (piece) => {
    for (let cell = 0; cell < rows.length; cell++) {
      const count = rows[cell]!;
      if (count === 0) continue;
      for (const pair of pairs) {
        const place = pair.base[piece]! + pair.offsets[cell]!;
        for (const { from, to } of pair.columns)
          addColumn(from, to, { cell, place, shared: to.present === pair.rows });
        pair.rows[place]! += count;
      }
      clear(columns, cell);
      rows[cell] = 0;
    }
  };
}

type Places = { readonly cell: number; readonly place: number; readonly shared: boolean };

function addColumn(from: ColumnTally, to: ColumnTally, { cell, place, shared }: Places): void {
  if (!shared) to.present[place]! += from.present[cell]!;
  if (to.sums) to.sums[place]! += from.sums![cell]!;
  if (to.lows && from.lows![cell]! < to.lows[place]!) to.lows[place] = from.lows![cell]!;
  if (to.highs && from.highs![cell]! > to.highs[place]!) to.highs[place] = from.highs![cell]!;
}

function clear(columns: ReadonlyMap<string, ColumnTally>, cell: number): void {
  for (const { present, sums, lows, highs } of columns.values()) {
    present[cell] = 0;
    if (sums) sums[cell] = 0;
    if (lows) lows[cell] = Number.POSITIVE_INFINITY;
    if (highs) highs[cell] = Number.NEGATIVE_INFINITY;
  }
}

/** For each local cell, its place in the target from the piece's base on. */
function offsetsOf({ terms, tally }: LocalTally, target: Target): Float64Array {
  const offsets = new Float64Array(tally.rows.length);
  for (const { part, stride } of varying(target.terms)) {
    const own = terms.find((term) => term.part === part)!;
    for (let cell = 0; cell < offsets.length; cell++) {
      offsets[cell]! += (Math.floor(cell / own.stride) % own.codes) * stride;
    }
  }
  return offsets;
}
