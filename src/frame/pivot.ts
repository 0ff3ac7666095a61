import { AppError, type PivotCells } from '#sdk';
import { byName, type Field, type FrameParts, fieldOf, plainSegment, rowAt } from './frame-parts.ts';
import { inOrder } from './order-rows.ts';
import { readVector, toVector, type Vector } from './vector.ts';

/** A row per value of one column and a column per value of another. */
export function pivot(parts: FrameParts, { rows, columns, value }: PivotCells): FrameParts {
  const head = fieldOf(parts, rows);
  const { unit } = fieldOf(parts, value);
  fieldOf(parts, columns);
  if (fieldOf(parts, value).type === 'member')
    throw new AppError('not_measurable', { params: { column: value } });
  const table = readCells(parts, { rows, columns, value });
  const vectors = new Map<string, Vector>([
    [rows, toVector([...table.rows.keys()])],
    ...[...table.columns].map(([name, cells]): [string, Vector] => [
      name,
      toVector(Array.from({ length: table.rows.size }, (_, row) => cells.get(row) ?? null)),
    ]),
  ]);
  const numbers = [...table.columns.keys()].map(
    (name): Field => (unit === undefined ? { name, type: 'number' } : { name, type: 'number', unit }),
  );
  return {
    fields: byName([head, ...numbers]),
    segments: [plainSegment(vectors, table.rows.size)],
    order: 'listed',
    calendar: parts.calendar,
  };
}

type Table = {
  /** Value → its row. */
  readonly rows: Map<number | null, number>;
  /** Column name → row → the cell. */
  readonly columns: Map<string, Map<number, number | null>>;
};

function readCells(parts: FrameParts, names: PivotCells): Table {
  const table: Table = { rows: new Map(), columns: new Map() };
  for (const segment of inOrder(parts).segments) {
    const [rows, columns, value] = [names.rows, names.columns, names.value].map((name) =>
      segment.vector(name),
    );
    for (let position = segment.from; position < segment.to; position++) {
      const at = rowAt(segment, position);
      const row = placeOf(table, readVector(rows!, at));
      const column = String(readVector(columns!, at));
      const cells = table.columns.get(column) ?? new Map<number, number | null>();
      if (cells.has(row)) throw new AppError('pivot_twice', { params: { rows: names.rows, column } });
      table.columns.set(column, cells.set(row, readVector(value!, at)));
    }
  }
  return table;
}

function placeOf({ rows }: Table, value: number | null): number {
  const row = rows.get(value) ?? rows.size;
  rows.set(value, row);
  return row;
}
