import { type Calendar, columnOf, type Dataset, shiftSpans } from '#sdk';
import { countUpTo } from '../../frame/bounds.ts';
import { remember, type Segment } from '../../frame/frame-parts.ts';
import type { Join } from '../../frame/join-dataset.ts';
import {
  collectVector,
  type IdArray,
  readVector,
  type StoredVector,
  type Vector,
} from '../../frame/vector.ts';
import { measuredBy, type SqlSource } from './aggregate-to-sql.ts';
import type { GroupColumn } from './collect-groups.ts';
import type { PartialShape } from './partial-shape.ts';

export type PartialRows = {
  readonly source: SqlSource;
  readonly shape: PartialShape;
  /** Starts that the statement numbered. */
  readonly starts: readonly number[] | null;
  /** The statement's columns; none where it found no group. */
  readonly columns: readonly GroupColumn[];
};

/**
 * Groups of the database as rows of a frame: the dataset's own columns, `#rows`, and per measured column `#SUM x`,
 * `#COUNT x`, `#MIN x`, `#MAX x`; an attribute has them too, weighted with the rows.
 */
export function partialSegment(
  partial: PartialRows,
  joined: { readonly dataset: Dataset; readonly join: Join; readonly calendar: Calendar },
): Segment {
  const cells = namedCells(partial);
  const rows = cells.get('#rows')!.values.length;
  const plain = remember((name) => storedVector(joined.dataset, name, cells.get(name) ?? noCells));
  const time = () => cells.get('time') ?? collectVector(rows, () => partial.source.span.from);
  const { member } = partial.source;
  const shift = () => shiftOf(time(), rows, { partial, calendar: joined.calendar });
  const own = joined.join({ member, stored: plain, shift });
  const vector = remember((name: string): Vector => {
    if (name === 'time') return time();
    if (cells.has(name)) return plain(name);
    return name.startsWith('#') ? weighted(name, own, cells.get('#rows')!) : own(name);
  });
  return { from: 0, to: rows, list: null, ordered: false, vector };
}

const noCells: StoredVector = { kind: 'stored', values: new Float64Array(0) };

function namedCells({ shape, starts, columns }: PartialRows): Map<string, StoredVector> {
  const names = [
    ...(starts ? ['time'] : []),
    ...shape.keys,
    ...(shape.bins ? ['#bin'] : []),
    '#rows',
    ...shape.measured.flatMap((name) => measuredBy.map((fn) => `#${fn} ${name}`)),
    ...(shape.timeEnds ? ['#MIN time', '#MAX time'] : []),
  ];
  return new Map(
    names.map((name, index) => {
      const cells: StoredVector = columns[index] ? { kind: 'stored', ...columns[index] } : noCells;
      return [name, name === 'time' ? startsOf(cells, starts!) : cells];
    }),
  );
}

const startsOf = (buckets: StoredVector, starts: readonly number[]): StoredVector =>
  collectVector(buckets.values.length, (row) => starts[buckets.values[row]!]!);

/** Ids are whole and small, so that they can be looked up. */
const storedVector = (dataset: Dataset, name: string, cells: StoredVector): StoredVector =>
  columnOf(dataset, name)?.kind === 'dimension'
    ? { ...cells, values: Uint32Array.from(cells.values) }
    : cells;

type ShiftsOf = { readonly partial: PartialRows; readonly calendar: Calendar };

function shiftOf(time: Vector, rows: number, { partial, calendar }: ShiftsOf): Vector {
  const { span } = partial.source;
  const cover = shiftSpans(
    { from: Math.min(span.from, partial.starts?.[0] ?? span.from), to: span.to },
    calendar,
  );
  const froms = cover.map(({ from }) => from);
  const ids: IdArray = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    ids[row] = cover[countUpTo(froms, readVector(time, row)!) - 1]!.shiftId;
  }
  return { kind: 'stored', values: ids };
}

/** `#SUM a` of an attribute: its value times the rows that have it, and so on. */
function weighted(name: string, own: (name: string) => Vector, { values: rows }: StoredVector): Vector {
  const [fn, ...rest] = name.slice(1).split(' ');
  const attribute = own(rest.join(' '));
  return collectVector(rows.length, (row) => {
    const value = readVector(attribute, row);
    if (value === null || fn === 'MIN' || fn === 'MAX') return value;
    return fn === 'SUM' ? value * rows[row]! : rows[row]!;
  });
}
