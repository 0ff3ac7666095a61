import type { Span } from '../range.ts';

/** The UTC month of an instant, `YYYY-MM`: the unit in which facts are stored and read. */
export const utcMonth = (instant: number): string => new Date(instant).toISOString().slice(0, 7);

/** The first instant of a UTC month. */
export const monthStart = (month: string): number =>
  Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1, 1);

export const nextMonth = (month: string): string => {
  const year = Number(month.slice(0, 4));
  const index = Number(month.slice(5));
  return utcMonth(Date.UTC(year, index, 1));
};

/** Every UTC month that the span touches, ascending. */
export function monthsOf(span: Span): string[] {
  const months: string[] = [];
  if (span.to <= span.from) return months;
  for (let month = utcMonth(span.from); monthStart(month) < span.to; month = nextMonth(month))
    months.push(month);
  return months;
}
