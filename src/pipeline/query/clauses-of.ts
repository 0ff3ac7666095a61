import { type Clause, clauseColumns, columnOf, coreColumns, type Dataset, type InternalNeed } from '#sdk';

export type ClausesOf = {
  readonly clauses: readonly Clause[];
  /** Filters with a clause over a column that the dataset lacks: that clause is left out. */
  readonly without: readonly string[];
};

/** The clauses that narrow a need's rows. */
export function clausesOf(
  need: InternalNeed,
  dataset: Dataset,
  filters: ReadonlyMap<string, readonly Clause[]>,
): ClausesOf {
  const applied = [...filters].filter(([id]) => applies(need, id));
  const fits = (clause: Clause) => clauseColumns(clause).every((name) => hasColumn(dataset, name));
  return {
    clauses: applied.flatMap(([, clauses]) => clauses.filter(fits)),
    without: applied.filter(([, clauses]) => !clauses.every(fits)).map(([id]) => id),
  };
}

function applies({ filters = 'all' }: InternalNeed, id: string): boolean {
  if (filters === 'none') return false;
  return filters === 'all' || filters.except !== id;
}

const hasColumn = (dataset: Dataset, name: string): boolean =>
  coreColumns.some((core) => core === name) || columnOf(dataset, name) !== undefined;
