import { fromPlantClock, refuse, type Span } from '#sdk';
import { type Here, type Preset, presets, presetsOf } from './presets.ts';

/** A preset, or two instants (half-open). */
export type Period = { readonly preset: Preset } | Span;

const yearMs = 366 * 24 * 3_600_000;
const maxYears = 5;

/**
 * Reads a preset's name, `{from, to}`, or a form's `{preset, from, to}` whose dates count when the preset is `custom`
 * or empty. Dates are plant clock times or instants with an offset. A plain name beside dates is refused. Null when
 * nothing was sent.
 */
export function readPeriod(form: unknown, here: Here, field: string): Period | null {
  if (form === undefined || form === null || form === '') return null;
  if (typeof form === 'string') return readPreset(form, here, field);
  if (typeof form !== 'object' || Array.isArray(form)) throw refuse('period_unreadable', field);
  const { preset, from, to, '': plain, ...others } = form as Record<string, unknown>;
  if (plain !== undefined) throw refuse('period_unreadable', field);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refuse('unknown_field', `${field}.${unknown}`, { field: unknown });
  if (preset && preset !== 'custom') return readPreset(preset, here, `${field}.preset`);
  if (!preset && isBlank(from) && isBlank(to)) return null;
  return checkSpan(
    { from: readInstant(from, here, `${field}.from`), to: readInstant(to, here, `${field}.to`) },
    here,
    field,
  );
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

function readPreset(value: unknown, { calendar }: Here, field: string): Period {
  const preset = presetsOf(calendar, presets).find((known) => known === value);
  if (!preset) throw refuse('unknown_period', field, { value: shown(value) });
  return { preset };
}

function checkSpan(span: Span, { now }: Here, field: string): Span {
  if (span.from >= span.to) throw refuse('period_order', `${field}.to`);
  if (span.to - span.from > maxYears * yearMs)
    throw refuse('period_too_long', `${field}.from`, { years: maxYears });
  if (span.from >= now) throw refuse('period_not_begun', `${field}.from`);
  if (span.to > now + yearMs) throw refuse('period_too_far', `${field}.to`);
  return span;
}

const clock = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?)?$/;
const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})$/i;

function readInstant(value: unknown, { zone }: Here, field: string): number {
  if (isBlank(value)) throw refuse('date_missing', field);
  if (typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 8.64e15) return value;
  const text = String(value);
  const read = clock.test(text)
    ? plantInstant(text, zone)
    : instant.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(read)) throw refuse('date_unreadable', field, { value: shown(value) });
  return read;
}

function plantInstant(text: string, zone: string): number {
  try {
    return fromPlantClock(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T'), zone);
  } catch {
    return Number.NaN;
  }
}

const shown = (value: unknown): string => String(value).slice(0, 40);
