import { AppError } from '#sdk';

/**
 * A value as JSON carries it, with its text. Throws `widget_output`, naming the place, where JSON would change it: NaN,
 * infinities, dates, maps, classes, functions, circles. An object's undefined member counts as absent.
 */
export function plainJson(value: unknown): { readonly value: unknown; readonly text: string } {
  const place = firstNotPlain(value, 'model', []);
  if (place) throw new AppError('widget_output', { params: { place } });
  const text = JSON.stringify(value);
  return { value: JSON.parse(text), text };
}

function firstNotPlain(value: unknown, place: string, above: readonly object[]): string | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : `${place} (${value})`;
  if (typeof value !== 'object') return `${place} (${typeof value})`;
  if (above.includes(value)) return `${place} (circular)`;
  const within = [...above, value];
  if (Array.isArray(value))
    return first(value.keys(), (index) => firstNotPlain(value[index], `${place}[${index}]`, within));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `${place} (${value.constructor?.name})`;
  return first(Object.entries(value), ([key, member]) =>
    member === undefined ? null : firstNotPlain(member, `${place}.${key}`, within),
  );
}

function first<T>(items: Iterable<T>, find: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return null;
}
