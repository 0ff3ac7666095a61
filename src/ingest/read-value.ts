import type { ChoiceColumn, DimensionColumn, MeasureColumn, StoredColumn } from '#sdk';
import type { MemberIndex } from './check-rows.ts';
import { type Refusal, refusal } from './refusal.ts';

const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const minInt = -(2 ** 31);
const maxInt = 2 ** 31 - 1;

/** A stored column's number: a member's id, a choice's id or a measure; the column's default, else null, where absent. */
export function readValue(raw: unknown, column: StoredColumn, members: MemberIndex): number | null | Refusal {
  if (column.kind === 'dimension') return readMember(raw, column, members);
  const text = textOf(raw);
  if (text === '') return column.default ?? null;
  if (text === null) return refusal('not_a_number', column.name, raw);
  return column.kind === 'choice' ? readChoice(text, column) : readMeasure(text, column);
}

/** The id of the member whose code is given, as text or number; null where absent. */
export function readMember(
  raw: unknown,
  column: DimensionColumn,
  members: MemberIndex,
): number | null | Refusal {
  const code = textOf(raw);
  if (code === '') return null;
  const id = code === null ? undefined : members.get(column.dimension)?.get(code);
  return id ?? refusal('unknown_member', column.name, raw);
}

/** A text without its surrounding blanks, a finite number's digits, '' for nothing; null for any other value. */
export function textOf(raw: unknown): string | null {
  if (raw === null || raw === undefined) return '';
  if (typeof raw === 'string') return raw.trim();
  return typeof raw === 'number' && Number.isFinite(raw) ? String(raw) : null;
}

/** By code, else by id. */
function readChoice(text: string, column: ChoiceColumn): number | Refusal {
  const member =
    column.members.find(({ code }) => code === text) ?? column.members.find(({ id }) => String(id) === text);
  return member?.id ?? refusal('unknown_member', column.name, text);
}

function readMeasure(text: string, column: MeasureColumn): number | Refusal {
  const value = numberPattern.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value)) return refusal('not_a_number', column.name, text);
  if (!Number.isFinite(value)) return refusal('number_out_of_range', column.name, text);
  if (column.type === 'float') return value;
  if (!Number.isInteger(value)) return refusal('not_whole', column.name, text);
  return value < minInt || value > maxInt ? refusal('number_out_of_range', column.name, text) : value;
}
