import { formatNumber, type NumberFormat, say, type WidgetContext } from '#sdk';
import type { ValueSettings } from './value.ts';

/** A value beyond this one is outside; `side` (default above) says which way is beyond. */
export type Limit = { readonly value: number; readonly side?: 'above' | 'below' };

export function exceeds(value: number | null, limit: Limit | undefined): boolean {
  if (value === null || !limit) return false;
  return limit.side === 'below' ? value < limit.value : value > limit.value;
}

type WordLimit = (limit: Limit, format: NumberFormat, context: WidgetContext) => string;

const worded =
  (key: string): WordLimit =>
  ({ value }, format, { words, numberLocale }) =>
    say(words, key, { value: formatNumber(value, numberLocale, format) });

/** "Límite 2,0 %". */
export const limitText = worded('limit');

/** "límite 2,0 %", as it stands within a line. */
export const limitInside = worded('limitInside');

/** "Sobre el límite 2,0 %": which values are in alarm. */
export const beyondText = (limit: Limit, format: NumberFormat, context: WidgetContext): string =>
  say(context.words, limit.side === 'below' ? 'heat.under' : 'heat.over', {
    value: formatNumber(limit.value, context.numberLocale, format),
  });

/** Ratios read as percent unless the settings say otherwise. */
export const formatOf = (value: ValueSettings, format: NumberFormat | undefined): NumberFormat =>
  format ?? (value.fn === 'ratio' ? { percent: true, decimals: 1 } : {});
