import type { Span } from '#sdk';
import type { TenantSnapshot } from '../../catalog/types.ts';

/**
 * What can be said of a period without rows: whether anything was stored at all, and the last or first month with
 * rows, as an instant within it, where all of them lie before or after the period. Months are UTC's.
 */
export type Stored = {
  readonly anything: boolean;
  readonly endedIn: number | null;
  readonly beganIn: number | null;
};

export function stored({ months }: Pick<TenantSnapshot, 'months'>, { from, to }: Span): Stored {
  const kept = [...months.values()]
    .flat()
    .filter(({ rows }) => rows > 0)
    .map(({ month }) => Date.parse(`${month}-01`))
    .sort((a, b) => a - b);
  const [first] = kept;
  const last = kept.at(-1);
  if (first === undefined || last === undefined) return { anything: false, endedIn: null, beganIn: null };
  return {
    anything: true,
    endedIn: monthAfter(last) <= from ? middleOf(last) : null,
    beganIn: first >= to ? middleOf(first) : null,
  };
}

const monthAfter = (month: number): number => new Date(month).setUTCMonth(new Date(month).getUTCMonth() + 1);

/** The same month in every zone. */
const middleOf = (month: number): number => month + 15 * 86_400_000;
