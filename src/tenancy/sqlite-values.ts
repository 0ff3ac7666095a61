import type { SQLInputValue } from 'node:sqlite';

/** Moments become epoch milliseconds and booleans 0 or 1, as both are stored. */
export const toSqliteValues = (values: readonly unknown[]): SQLInputValue[] =>
  values.map((value) => {
    if (value === undefined) return null;
    if (typeof value === 'boolean') return value ? 1 : 0;
    return value instanceof Date ? value.getTime() : (value as SQLInputValue);
  });
