import { refuse } from '#sdk';
import type { NamedMember } from './members.ts';

const maxValues = 1000;

/** Ids of known members out of what was sent: a list or one value, numbers or their digits. Sorted, each once. */
export function readMembers(form: unknown, members: readonly NamedMember[], field: string): number[] {
  const sent = (Array.isArray(form) ? form : [form]).filter((value) => !isBlank(value));
  if (sent.length > maxValues) throw refuse('too_many_values', field, { max: maxValues, count: sent.length });
  const known = new Set(members.map(({ id }) => id));
  const ids = sent.map((value) => {
    const id = readId(value, field);
    if (!known.has(id)) throw refuse('unknown_option', field, { value: id });
    return id;
  });
  return [...new Set(ids)].sort((a, b) => a - b);
}

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

function readId(value: unknown, field: string): number {
  const id = typeof value === 'string' && /^\d{1,10}$/.test(value) ? Number(value) : value;
  if (typeof id !== 'number' || !Number.isSafeInteger(id))
    throw refuse('not_an_option', field, { value: String(JSON.stringify(value)).slice(0, 40) });
  return id;
}
