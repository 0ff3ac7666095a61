import { AppError } from '#sdk';
import { byName, type Field, type FrameParts, fieldOf, partsLength, rowAt } from './frame-parts.ts';
import { gatherRows, inOrder, type Picks } from './order-rows.ts';
import { readVector, toVector } from './vector.ts';

/** Each row's value minus that of the row before among rows of equal keys, as one more column. */
export function difference(
  parts: FrameParts,
  name: string,
  { by = [], as = `${name}_difference` }: { readonly by?: readonly string[]; readonly as?: string },
): FrameParts {
  for (const key of by) fieldOf(parts, key);
  const source = fieldOf(parts, name);
  if (source.type === 'member') throw new AppError('not_measurable', { params: { column: name } });
  if (parts.fields.has(as)) throw new AppError('column_taken', { params: { column: as } });
  const ordered = oneSegment(parts);
  const added = toVector(differences(ordered, name, by));
  const [segment] = ordered.segments;
  const vector = (asked: string) => (asked === as ? added : segment!.vector(asked));
  const field: Field = { name: as, type: 'number' };
  const named = source.unit === undefined ? field : { ...field, unit: source.unit };
  return {
    ...ordered,
    fields: byName([...ordered.fields.values(), named]),
    segments: [{ ...segment!, vector }],
  };
}

function oneSegment(parts: FrameParts): FrameParts {
  const ordered = inOrder(parts);
  const picks: Picks = {
    segments: new Uint32Array(partsLength(ordered)),
    rows: new Uint32Array(partsLength(ordered)),
  };
  let next = 0;
  ordered.segments.forEach((segment, index) => {
    for (let position = segment.from; position < segment.to; position++, next++) {
      picks.segments[next] = index;
      picks.rows[next] = rowAt(segment, position);
    }
  });
  return gatherRows(ordered, picks, ordered.segments.length === 1 && ordered.segments[0]!.ordered);
}

function differences(parts: FrameParts, name: string, by: readonly string[]): (number | null)[] {
  const [segment] = parts.segments;
  const values = segment!.vector(name);
  const keys = by.map((key) => segment!.vector(key));
  const before = new Map<string, number | null>();
  return Array.from({ length: segment!.to }, (_, row) => {
    const key = keys.map((vector) => readVector(vector, row)).join();
    const value = readVector(values, row);
    const previous = before.get(key) ?? null;
    before.set(key, value);
    return value === null || previous === null ? null : value - previous;
  });
}
