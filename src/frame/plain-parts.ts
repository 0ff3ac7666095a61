import { AppError } from '#sdk';
import { byName, type Field, type FrameParts, plainSegment } from './frame-parts.ts';
import { collectVector } from './vector.ts';

export type PlainColumns = Readonly<Record<string, ArrayLike<number | null | undefined>>>;

/** Plain arrays as a frame whose columns are called and read like those of another one, where it has them. */
export function plainParts(like: FrameParts, columns: PlainColumns): FrameParts {
  const named = Object.entries(columns);
  const rows = named[0]?.[1].length ?? 0;
  for (const [column, values] of named) {
    if (values.length !== rows) throw new AppError('uneven_columns', { params: { column, rows } });
  }
  const fields = named.map(([name]): Field => like.fields.get(name) ?? { name, type: 'number' });
  const vectors = new Map(
    named.map(([name, values]) => [name, collectVector(rows, (row) => values[row] ?? null)]),
  );
  const { calendar } = like;
  return { fields: byName(fields), segments: [plainSegment(vectors, rows)], order: 'listed', calendar };
}
