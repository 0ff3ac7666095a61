import type { Knex } from 'knex';

/** Told what could not be read: the table, its row and why. The rest of the catalogue stands. */
export type ReportBadRow = (row: BadRow) => void;
export type BadRow = { readonly table: string; readonly row: string | number; readonly reason: string };

/** One reading of a tenant's catalogue. */
export type Reading = { readonly knex: Knex; readonly report: ReportBadRow };

/** Order by code units, the same on every engine and machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
