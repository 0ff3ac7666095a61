import { AppError, type Calendar, type ColumnType } from '#sdk';
import type { Vector } from './vector.ts';

/** What a column is called and how its values read, whatever rows it has. */
export type Field = {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit?: string;
  /** A member's label; absent, the value itself is the label. */
  readonly label?: (id: number) => string;
};

/**
 * Rows of one chunk (or of one plain table). Without a list they are `from … to-1` of the vectors; with one they are
 * the rows `list[from] … list[to-1]`.
 */
export type Segment = {
  readonly from: number;
  readonly to: number;
  readonly list: Uint32Array | null;
  /** Whether its rows ascend in `time`. */
  readonly ordered: boolean;
  /** The values of a column, computed when first asked for. `time` answers wherever `ordered` is true. */
  readonly vector: (name: string) => Vector;
};

/** What a frame is made of. */
export type FrameParts = {
  readonly fields: ReadonlyMap<string, Field>;
  readonly segments: readonly Segment[];
  /** `listed`: rows follow one another as the segments do. `time`: rows of several segments mix in time. */
  readonly order: 'listed' | 'time';
  /** For grains and shifts; a frame without a calendar has no grains. */
  readonly calendar: Calendar | null;
};

export const segmentLength = (segment: Segment): number => segment.to - segment.from;

export const rowAt = (segment: Segment, position: number): number =>
  segment.list ? segment.list[position]! : position;

export const partsLength = (parts: FrameParts): number =>
  parts.segments.reduce((total, segment) => total + segmentLength(segment), 0);

export function fieldOf(parts: Pick<FrameParts, 'fields'>, name: string): Field {
  const field = parts.fields.get(name);
  if (!field) throw unknownColumn(name);
  return field;
}

export const unknownColumn = (column: string): AppError =>
  new AppError('unknown_column', { params: { column } });

/** Remembers what `make` answered for each name. */
export function remember<T>(make: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    let value = known.get(name);
    if (value === undefined) {
      value = make(name);
      known.set(name, value);
    }
    return value;
  };
}

export const byName = (fields: readonly Field[]): ReadonlyMap<string, Field> =>
  new Map(fields.map((field) => [field.name, field]));

/** One segment over whole vectors of equal length. */
export function plainSegment(vectors: ReadonlyMap<string, Vector>, rows: number): Segment {
  const vector = (name: string): Vector => {
    const found = vectors.get(name);
    if (!found) throw unknownColumn(name);
    return found;
  };
  return { from: 0, to: rows, list: null, ordered: false, vector };
}
