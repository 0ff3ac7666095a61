import type { RowCodes } from './key-codes.ts';
import type { KeyTerm } from './key-space.ts';
import type { ColumnTally, Tally } from './tally.ts';

/** A tally with its terms in a segment. Its `number` tells where its cells begin in each piece. */
export type Target = { readonly tally: Tally; readonly terms: readonly KeyTerm[]; readonly number: number };

/**
 * Few cells, for the keys that vary by row alone, in which a piece's rows are added up once for several tallies; at the
 * piece's end they are added to each of those and cleared. What differs among the tallies (buckets, constants) is
 * constant over the piece.
 */
export type LocalTally = {
  readonly tally: Tally;
  readonly terms: readonly KeyTerm[];
  readonly targets: readonly Target[];
};

export type TallyPlan = { readonly direct: readonly Target[]; readonly locals: readonly LocalTally[] };

/** Adding a cell to a tally costs about as much as this many rows. */
const rowsPerCell = 1.5;

type Family = { readonly terms: readonly KeyTerm[]; cells: number; targets: Target[] };

/** Which tallies are added up together: those whose keys that vary by row are the same, or part of another's. */
export function planTallies(targets: readonly Target[], rowsPerPiece: number): TallyPlan {
  const families = mergeFamilies(familiesOf(targets), rowsPerPiece);
  const isShared = ({ cells, targets: { length } }: Family) =>
    length * cells * rowsPerCell < (length - 1) * rowsPerPiece;
  return {
    direct: families.filter((family) => !isShared(family)).flatMap((family) => family.targets),
    locals: families.filter(isShared).map(makeLocal),
  };
}

export const varying = (terms: readonly KeyTerm[]): (KeyTerm & { readonly part: RowCodes })[] =>
  terms.filter((term): term is KeyTerm & { readonly part: RowCodes } => term.part.kind === 'rows');

function familiesOf(targets: readonly Target[]): Family[] {
  const families: Family[] = [];
  for (const target of targets) {
    const own = varying(target.terms);
    const found = families.find(({ terms }) => terms.length === own.length && covers(terms, own));
    if (found) found.targets.push(target);
    else families.push({ terms: own, cells: cellsOf(own), targets: [target] });
  }
  return families.sort((a, b) => a.cells - b.cells);
}

const cellsOf = (terms: readonly KeyTerm[]): number =>
  terms.reduce((product, { codes }) => product * codes, 1);

const covers = (terms: readonly KeyTerm[], others: readonly KeyTerm[]): boolean =>
  others.every(({ part }) => terms.some((term) => term.part === part));

/** A family joins the smallest one that has its keys among others, where few cells cost less than a pass of its own. */
function mergeFamilies(families: readonly Family[], rowsPerPiece: number): Family[] {
  const left = [...families];
  for (const family of families) {
    const host = left.find(
      (other) =>
        other !== family &&
        covers(other.terms, family.terms) &&
        (family.targets.length + 1) * other.cells * rowsPerCell < rowsPerPiece,
    );
    if (!host) continue;
    host.targets.push(...family.targets);
    left.splice(left.indexOf(family), 1);
  }
  return left;
}

function makeLocal({ terms: own, cells, targets }: Family): LocalTally {
  const terms = own.map((term, index) => ({ ...term, stride: cellsOf(own.slice(index + 1)) }));
  const rows = new Float64Array(cells);
  const columns = new Map<string, ColumnTally>();
  for (const { tally } of targets) {
    for (const [name, column] of tally.columns) {
      columns.set(name, withRoom(columns.get(name), column, { rows, own: column.present !== tally.rows }));
    }
  }
  return { tally: { space: targets[0]!.tally.space, rows, columns }, terms, targets };
}

type Room = { readonly rows: Float64Array; readonly own: boolean };

function withRoom(known: ColumnTally | undefined, asked: ColumnTally, { rows, own }: Room): ColumnTally {
  const filled = (value: number) => new Float64Array(rows.length).fill(value);
  return {
    present: known?.present ?? (own ? filled(0) : rows),
    ...(asked.sums || known?.sums ? { sums: known?.sums ?? filled(0) } : {}),
    ...(asked.lows || known?.lows ? { lows: known?.lows ?? filled(Number.POSITIVE_INFINITY) } : {}),
    ...(asked.highs || known?.highs ? { highs: known?.highs ?? filled(Number.NEGATIVE_INFINITY) } : {}),
  };
}
