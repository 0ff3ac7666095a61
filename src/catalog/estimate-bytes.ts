const objectBytes = 56;
const slotBytes = 16;
const characterBytes = 2;

/** About how much memory a plain value takes: objects, arrays, maps and texts, each shared object once. */
export function estimateBytes(value: unknown, seen: Set<object> = new Set()): number {
  if (typeof value === 'string') return slotBytes + characterBytes * value.length;
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  const parts = value instanceof Map ? [...value.entries()].flat() : Object.values(value);
  return parts.reduce((bytes, part) => bytes + slotBytes + estimateBytes(part, seen), objectBytes);
}
