export type InstantStyle =
  | 'time'
  | 'timeWithSeconds'
  | 'date'
  | 'dayMonth'
  | 'weekday'
  | 'month'
  | 'dateTime';

const styles: Record<InstantStyle, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit' },
  timeWithSeconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  date: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  dayMonth: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'short' },
  month: { month: 'short', year: 'numeric' },
  dateTime: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
};

/**
 * An instant in words, on the plant's clock (24 h). `locale` is the person's language with the tenant's region, such
 * as `es-ES`. `date` is `jue 19 nov 2026`; `dateTime` is `19 nov 14:32`.
 */
export function formatInstant(
  instant: number,
  options: { readonly zone: string; readonly locale: string; readonly style: InstantStyle },
): string {
  const key = `${options.locale}|${options.zone}|${options.style}|${instant}`;
  let text = texts.get(key);
  if (text === undefined) {
    text = write(instant, options);
    if (texts.size >= maxTexts) texts.clear();
    texts.set(key, text);
  }
  return text;
}

/** Charts write the same instants on every refresh. */
const texts = new Map<string, string>();
const maxTexts = 4000;

function write(instant: number, options: Parameters<typeof formatInstant>[1]): string {
  const parts = formatter(options.locale, options.zone, options.style).formatToParts(instant);
  if (options.style === 'time' || options.style === 'timeWithSeconds')
    return parts.map(({ value }) => value).join('');
  return inOrder(parts);
}

const dateParts = ['weekday', 'day', 'month', 'year'] as const;

function inOrder(parts: Intl.DateTimeFormatPart[]): string {
  const value = (type: string) => parts.find((part) => part.type === type)?.value.replace('.', '');
  const clock = value('hour') && `${value('hour')}:${value('minute')}`;
  return [...dateParts.map(value), clock].filter(Boolean).join(' ');
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, timeZone: string, style: InstantStyle): Intl.DateTimeFormat {
  const key = `${locale}|${timeZone}|${style}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(locale, { ...styles[style], timeZone, hourCycle: 'h23' });
    formatters.set(key, found);
  }
  return found;
}
