import type { Labels } from '#sdk';

export type Parsed =
  | { readonly value: unknown; readonly problem: null }
  | { readonly value: undefined; readonly problem: string };

/** JSON text of a column as a value, or the problem it has. */
export function parseJson(text: unknown): Parsed {
  if (typeof text !== 'string') return { value: undefined, problem: 'is not JSON text' };
  try {
    return { value: JSON.parse(text), problem: null };
  } catch (error) {
    return { value: undefined, problem: (error as Error).message };
  }
}

/** Labels from JSON text; null when they are not labels. */
export function parseLabels(text: unknown): Labels | null {
  const { es, en } = Object(parseJson(text).value) as { es?: unknown; en?: unknown };
  if (typeof es !== 'string' || es === '') return null;
  return typeof en === 'string' && en !== '' ? { es, en } : { es };
}
