import { AppError } from '#sdk';

/** A value as JSON carries it, with its text. */
export type PlainJson = { readonly value: unknown; readonly text: string };

/**
 * Throws `widget_output`, naming the place, where JSON would change the value: NaN, infinities, dates, maps, classes,
 * functions, circles; an object's undefined member counts as absent. Throws `widget_output_size` when its text takes more
 * than so many bytes, before all of it is written.
 */
export function plainJson(value: unknown, maxBytes: number): PlainJson {
  const walk = { bytes: 0, maxBytes };
  const place = firstNotPlain({ value, place: 'model', above: [] }, walk);
  if (place) throw new AppError('widget_output', { params: { place } });
  const text = JSON.stringify(value);
  checkSize(Buffer.byteLength(text), maxBytes);
  return { value: JSON.parse(text), text };
}

type Walk = { bytes: number; readonly maxBytes: number };
type Part = { readonly value: unknown; readonly place: string; readonly above: readonly object[] };

function firstNotPlain({ value, place, above }: Part, walk: Walk): string | null {
  walk.bytes += typeof value === 'string' ? value.length + 2 : 1;
  checkSize(walk.bytes, walk.maxBytes);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${place} (${value})`;
  if (typeof value !== 'object') return `${place} (${typeof value})`;
  if (above.includes(value)) return `${place} (circular)`;
  const within = [...above, value];
  if (Array.isArray(value)) {
    return first(value.keys(), (index) =>
      firstNotPlain({ value: value[index], place: `${place}[${index}]`, above: within }, walk),
    );
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `${place} (${value.constructor?.name})`;
  return first(Object.entries(value), ([key, member]) => {
    if (member === undefined) return null;
    walk.bytes += key.length + 3;
    return firstNotPlain({ value: member, place: `${place}.${key}`, above: within }, walk);
  });
}

function checkSize(bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  const params = { kilobytes: Math.ceil(bytes / 1024), most: Math.floor(maxBytes / 1024) };
  throw new AppError('widget_output_size', { params });
}

function first<T>(items: Iterable<T>, find: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return null;
}
