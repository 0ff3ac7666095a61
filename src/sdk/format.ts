import type { NumberFormat } from './cards.ts';

const minus = '\u2212';
const space = '\u00a0';

/**
 * A number as the tenant writes it: always grouped, fixed decimals, U+2212 for minus; null and NaN are `—`. A percent
 * format takes a fraction (0.026 → `2,6 %`). Units and % follow a no-break space, except % in English.
 */
export function formatNumber(value: number | null, locale: string, format: NumberFormat = {}): string {
  if (value === null || Number.isNaN(value)) return '—';
  const decimals = format.decimals ?? (format.percent ? 1 : 0);
  const digits = formatter(locale, decimals, format.signed ?? false).format(
    format.percent ? value * 100 : value,
  );
  return digits.replace('-', minus) + suffix(locale, format);
}

/** What follows the digits: the unit or the percent sign with its space. */
export function suffix(locale: string, format: NumberFormat): string {
  if (format.percent) return locale.startsWith('en') || locale === 'es-MX' ? '%' : `${space}%`;
  return format.unit ? `${space}${format.unit}` : '';
}

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, decimals: number, signed: boolean): Intl.NumberFormat {
  const key = `${locale}|${decimals}|${signed}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.NumberFormat(locale, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      useGrouping: 'always',
      signDisplay: signed ? 'exceptZero' : 'negative',
    });
    formatters.set(key, found);
  }
  return found;
}
