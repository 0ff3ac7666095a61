import type { NumberFormat } from '../cards.ts';
import { formatNumber, suffix } from '../format.ts';
import { formatInstant, type InstantStyle } from '../time/format-instant.ts';
import { say, type Words } from '../words.ts';
import { embedJson } from './embed-json.ts';
import { sparkPaths } from './spark-paths.ts';

/** How a page words things: whose language, whose numbers, whose clock. */
export type Writing = {
  readonly words: Words;
  /** BCP 47 tag for numbers. */
  readonly numberLocale: string;
  /** BCP 47 tag for dates: the person's language with the tenant's region. */
  readonly dateLocale: string;
  /** The plant's zone. */
  readonly zone: string;
};

export type PageHelpers = ReturnType<typeof pageHelpers>;

/** What every template may call. */
export const pageHelpers = ({ words, numberLocale, dateLocale, zone }: Writing) => ({
  t: (key: string, params?: Readonly<Record<string, string | number>>) => say(words, key, params),
  number: (value: number | null, format?: NumberFormat) => formatNumber(value, numberLocale, format),
  signed: (value: number | null, format?: NumberFormat) =>
    formatNumber(value, numberLocale, { ...format, signed: true }),
  /** Digits and unit apart, to be set in two sizes. */
  figure: (value: number | null, format: NumberFormat) => {
    const text = formatNumber(value, numberLocale, format);
    const unit = value === null ? '' : suffix(numberLocale, format);
    return { digits: text.slice(0, text.length - unit.length), unit: unit.trim() };
  },
  time: (instant: number, style: InstantStyle) => formatInstant(instant, { zone, locale: dateLocale, style }),
  /** One after another, the last with "and". */
  list: (items: readonly string[]) => new Intl.ListFormat(dateLocale).format(items),
  /** A length on a scale from 0 to `max`, as an SVG attribute. */
  share: (value: number | null, max: number) =>
    `${max > 0 ? Math.min(100, Math.max(0, ((value ?? 0) / max) * 100)).toFixed(1) : 0}%`,
  json: embedJson,
  spark: sparkPaths,
});

/** The language's own dates with the region of the tenant's numbers. */
export const dateLocaleOf = (language: string, numberLocale: string): string => {
  const region = new Intl.Locale(numberLocale).region;
  return region ? `${language}-${region}` : language;
};
