import { type Calendar, columnOf, type Dataset, shiftSpans } from '#sdk';
import { countUpTo } from '../../frame/bounds.ts';
import { remember, type Segment } from '../../frame/frame-parts.ts';
import type { Join } from '../../frame/join-dataset.ts';
import { collectVector, type IdArray, readVector, toVector, type Vector } from '../../frame/vector.ts';
import { measuredBy, type SqlSource } from './aggregate-to-sql.ts';
import type { PartialShape } from './partial-shape.ts';

export type PartialRows = {
  readonly source: SqlSource;
  readonly shape: PartialShape;
  /** Starts that the statement numbered. */
  readonly starts: readonly number[] | null;
  /** The statement's columns. */
  readonly columns: readonly (readonly (number | null)[])[];
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
  const rows = cells.get('#rows')!.length;
  const plain = remember((name) => storedVector(joined.dataset, name, cells.get(name) ?? []));
  const time = () => toVector(cells.get('time') ?? new Array(rows).fill(partial.source.span.from));
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

function namedCells({ shape, starts, columns }: PartialRows): Map<string, readonly (number | null)[]> {
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
      const cells = columns[index] ?? [];
      return [name, name === 'time' ? cells.map((bucket) => starts![bucket!]!) : cells];
    }),
  );
}

/** Ids are whole and small, so that they can be looked up. */
function storedVector(dataset: Dataset, name: string, cells: readonly (number | null)[]): Vector {
  if (columnOf(dataset, name)?.kind !== 'dimension') return toVector(cells);
  const nulls = Uint8Array.from(cells, (id) => (id === null ? 1 : 0));
  const values = Uint32Array.from(cells, (id) => id ?? 0);
  return nulls.includes(1) ? { kind: 'stored', values, nulls } : { kind: 'stored', values };
}

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
function weighted(name: string, own: (name: string) => Vector, rows: readonly (number | null)[]): Vector {
  const [fn, ...rest] = name.slice(1).split(' ');
  const attribute = own(rest.join(' '));
  return collectVector(rows.length, (row) => {
    const value = readVector(attribute, row);
    if (value === null || fn === 'MIN' || fn === 'MAX') return value;
    return fn === 'SUM' ? value * rows[row]! : rows[row]!;
  });
}
