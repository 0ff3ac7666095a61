/**
 * What a filter adds to the question: data, never SQL text. It compiles to an in-memory mask and to bound SQL. Columns
 * are the dataset's column names; values are member ids for dimension, choice and shift columns, numbers for measures
 * and epoch milliseconds for `time`.
 */
export type Clause =
  | { readonly op: 'in'; readonly column: string; readonly values: readonly number[] }
  /** Half-open: `from <= value < to`. An absent side is unbounded. Null never matches. */
  | { readonly op: 'between'; readonly column: string; readonly from?: number; readonly to?: number }
  | { readonly op: 'and' | 'or'; readonly clauses: readonly Clause[] }
  /** Everything its clause does not match, nulls included. */
  | { readonly op: 'not'; readonly clause: Clause };

/** Every column a clause names. */
export function clauseColumns(clause: Clause): string[] {
  if ('clause' in clause) return clauseColumns(clause.clause);
  if ('clauses' in clause) return clause.clauses.flatMap(clauseColumns);
  return [clause.column];
}
