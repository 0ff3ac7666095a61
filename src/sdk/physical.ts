/** SQLite keeps each month of a fact table in a table of its own. */
export const monthTable = (table: string, month: string): string => `${table}_${month.replace('-', '')}`;

/** MySQL keeps each month of a fact table in a partition of its own. */
export const monthPartition = (month: string): string => `p${month.replace('-', '')}`;

/** Rows of months that have no partition yet stand here until one is made. */
export const catchAllPartition = 'pmax';
