import { AppError } from './errors.ts';
import { addDays, startOfDay } from './time/index.ts';

/** Instants in epoch milliseconds, half-open. */
export type Span = { readonly from: number; readonly to: number };

/**
 * The period a dashboard answers for. `selected.to` is never in the future: it is the moment up to which there can be
 * data; `whole` runs to the period's own end (midnight for "today"). `previous` and `previousWhole` are the period
 * compared with: `previous` as long as what has elapsed, so that a comparison is fair.
 */
export type Range = {
  readonly selected: Span;
  readonly whole: Span;
  readonly previous: Span;
  readonly previousWhole: Span;
  /**
   * The period's short name ("Today") and what it is compared with ("yesterday"). A filter gives message keys of its
   * pack; everyone after the filters reads the texts.
   */
  readonly name: string;
  readonly comparedWith: string;
};

/**
 * Which span of the range a need asks for; `days`: the last plant days up to the selected end, the day of that end
 * included, 1 … 366.
 */
export type Window = 'selected' | 'previous' | 'previousWhole' | { readonly days: number };

const maxDays = 366;

/** The span of a window. Throws `bad_window` for another number of days. */
export function windowSpan(range: Range, window: Window, zone: string): Span {
  if (typeof window === 'string') return range[window];
  const { days } = window;
  if (!Number.isInteger(days) || days < 1 || days > maxDays)
    throw new AppError('bad_window', { params: { days, max: maxDays } });
  const { to } = range.selected;
  return { from: addDays(startOfDay(to - 1, zone), 1 - days, zone), to };
}
