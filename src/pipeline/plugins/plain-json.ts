import { AppError } from '#sdk';

/** A value as JSON carries it, with its text. */
export type PlainJson = { readonly value: unknown; readonly text: string };

/**
 * Throws `widget_output`, naming the place, where JSON would change the value: NaN, infinities, dates, maps, classes,
 * functions, circles; an object's undefined member counts as absent. Throws `widget_output_size` when its text takes more
 * than so many bytes, before all of it is written.
 */
export function plainJson(value: unknown, maxBytes: number): PlainJson {
  const walk = { bytes: 0, maxBytes, above: [] };
  const place = firstNotPlain(value, walk);
  if (place !== null) throw new AppError('widget_output', { params: { place: `model${place}` } });
  const text = JSON.stringify(value);
  checkSize(Buffer.byteLength(text), maxBytes);
  return { value: JSON.parse(text), text };
}

/** `bytes`: what the text takes at least, so far. `above`: the objects around the one looked at. */
type Walk = { bytes: number; readonly maxBytes: number; readonly above: object[] };

/** Where, below the value, there is something else than JSON, and what; null where there is nothing. */
function firstNotPlain(value: unknown, walk: Walk): string | null {
  walk.bytes += typeof value === 'string' ? value.length + 2 : 1;
  checkSize(walk.bytes, walk.maxBytes);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : ` (${value})`;
  if (typeof value !== 'object') return ` (${typeof value})`;
  if (walk.above.includes(value)) return ' (circular)';
  walk.above.push(value);
  const found = Array.isArray(value) ? firstInArray(value, walk) : firstInObject(value, walk);
  walk.above.pop();
  return found;
}

function firstInArray(items: readonly unknown[], walk: Walk): string | null {
  for (let index = 0; index < items.length; index++) {
    walk.bytes += 1;
    const found = firstNotPlain(items[index], walk);
    if (found !== null) return `[${index}]${found}`;
  }
  return null;
}

function firstInObject(value: object, walk: Walk): string | null {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return ` (${value.constructor?.name})`;
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    walk.bytes += key.length + 3;
    const found = firstNotPlain(member, walk);
    if (found !== null) return `.${key}${found}`;
  }
  return null;
}

function checkSize(bytes: number, maxBytes: number): void {
  if (bytes <= maxBytes) return;
  const params = { kilobytes: Math.ceil(bytes / 1024), most: Math.floor(maxBytes / 1024) };
  throw new AppError('widget_output_size', { params });
}
