import { textOf } from './read-value.ts';
import { type Refusal, refusal } from './refusal.ts';

const maxLength = 64;

/** The source's own id without surrounding blanks; '' where there is none and none is required. */
export function readSourceId(raw: unknown, required: boolean): string | Refusal {
  const id = textOf(raw);
  if (id === null || !id.isWellFormed()) return refusal('bad_source_id', 'source_id', raw);
  if (id === '' && required) return refusal('missing_value', 'source_id', '');
  return id.length > maxLength ? refusal('source_id_too_long', 'source_id', id) : id;
}
