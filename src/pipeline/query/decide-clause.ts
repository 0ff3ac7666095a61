import type { Clause } from '#sdk';
import { testOf } from '../../frame/compile-clause.ts';

/** A column's value where it is the same for every row of a table; undefined where rows differ. */
export type Constants = (column: string) => number | null | undefined;

/** Whether a clause is true or false for every row, given what is constant; undefined when it depends on the row. */
export function decideClause(clause: Clause, constants: Constants): boolean | undefined {
  if ('clause' in clause) return negated(decideClause(clause.clause, constants));
  if ('clauses' in clause) {
    const parts = clause.clauses.map((part) => decideClause(part, constants));
    return clause.op === 'and' ? every(parts) : negated(every(parts.map(negated)));
  }
  const value = constants(clause.column);
  return value === undefined ? undefined : value !== null && testOf(clause)(value);
}

const negated = (decided: boolean | undefined): boolean | undefined =>
  decided === undefined ? undefined : !decided;

function every(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}
