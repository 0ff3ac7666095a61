import { monthStart, nextMonth } from '#sdk';

/** Rows of a month's last moments may come this late without the month being opened again for them. */
export const graceMs = 60 * 60_000;

/** Whether a UTC month, `YYYY-MM`, has ended long enough ago to be kept as a file. */
export const isOver = (month: string, now: number): boolean => monthStart(nextMonth(month)) + graceMs <= now;
