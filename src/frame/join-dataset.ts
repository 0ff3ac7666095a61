import { columnOf, type Dataset, type DimensionColumn, type Member, type Metadata } from '#sdk';
import { unknownColumn } from './frame-parts.ts';
import { type IdArray, readMap, type Vector } from './vector.ts';

/** Rows of one fact table before the join. */
export type TableRows = {
  /** Member that the table stands for; null for a dataset that is not split. */
  readonly member: number | null;
  /** A column that the table stores. */
  readonly stored: (name: string) => Vector;
  readonly shift: () => Vector;
};

/** Answers any column of the dataset but `time` for rows of one of its tables. */
export type Join = (rows: TableRows) => (name: string) => Vector;

/** The application-side join: parents and attributes come from the metadata by the id that a row stores. */
export function joinDataset(dataset: Dataset, metadata: Metadata): Join {
  const lookups = new Map<string, Float64Array>();
  const lookup = (name: string): Float64Array => {
    const found = lookups.get(name) ?? lookupTable(dataset, metadata, name);
    lookups.set(name, found);
    return found;
  };
  return (rows) => (name) => {
    if (name === 'shift') return rows.shift();
    const column = columnOf(dataset, name);
    if (!column) throw unknownColumn(name);
    const via = column.kind === 'derived' || column.kind === 'attribute' ? column.via : name;
    const base: Vector =
      via === dataset.splitBy ? { kind: 'constant', value: rows.member } : rows.stored(via);
    return via === name ? base : through(base, lookup(name));
  };
}

function through(base: Vector, map: Float64Array): Vector {
  if (base.kind === 'constant')
    return { ...base, value: base.value === null ? null : readMap(map, base.value) };
  const { values, nulls } = base;
  return { kind: 'mapped', values: values as IdArray, map, ...(nulls ? { nulls } : {}) };
}

/** Member id → the parent or the attribute that a column shows for it; NaN where there is none. */
export function lookupTable(dataset: Dataset, metadata: Metadata, name: string): Float64Array {
  const column = columnOf(dataset, name);
  if (column?.kind !== 'derived' && column?.kind !== 'attribute') throw unknownColumn(name);
  const via = columnOf(dataset, column.via) as DimensionColumn;
  const members = metadata.dimensions.get(via.dimension)?.members ?? [];
  const table = new Float64Array(members.reduce((max, { id }) => Math.max(max, id), 0) + 1).fill(Number.NaN);
  for (const member of members) {
    table[member.id] =
      column.kind === 'derived' ? (member.parentId ?? Number.NaN) : attributeOf(member, column.attribute);
  }
  return table;
}

function attributeOf({ attributes }: Member, name: string): number {
  const value = attributes[name];
  return typeof value === 'number' ? value : Number.NaN;
}
