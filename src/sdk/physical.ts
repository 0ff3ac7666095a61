/** SQLite keeps each month of a fact table in a table of its own. */
export const monthTable = (table: string, month: string): string => `${table}_${month.replace('-', '')}`;

/** MySQL keeps each month of a fact table in a partition of its own. */
export const monthPartition = (month: string): string => `p${month.replace('-', '')}`;

/** Rows of months that have no partition yet stand here until one is made. */
export const catchAllPartition = 'pmax';

/** A table's or column's name as it stands in SQL. */
export const quoteName = (name: string, engine: 'sqlite' | 'mysql'): string =>
  engine === 'mysql' ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`;

/** Epoch milliseconds of a fact row's `time`. TO_SECONDS costs the server a quarter of UNIX_TIMESTAMP and asks no zone. */
export const timeMsSql = (engine: 'sqlite' | 'mysql'): string =>
  engine === 'mysql' ? '((TO_SECONDS(time) - 62167219200) * 1000 + MICROSECOND(time) DIV 1000)' : 'time';

/** An instant as a fact table's `time` is compared with: milliseconds, or DATETIME(3) text in UTC. */
export const storedTime = (instant: number, engine: 'sqlite' | 'mysql'): number | string =>
  engine === 'mysql' ? new Date(instant).toISOString().slice(0, 23).replace('T', ' ') : instant;

/**
 * The version of a month's first rows. Random, so that a month of a database made anew is never taken for that of the
 * old one: a multiple of 2^20, plus one.
 */
export const firstVersion = (): number =>
  (crypto.getRandomValues(new Uint32Array(1))[0]! >>> 2) * 2 ** 20 + 1;
