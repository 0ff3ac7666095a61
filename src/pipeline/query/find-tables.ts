import { type Clause, columnOf, type Dataset, type DimensionColumn, factTable, type Metadata } from '#sdk';
import { lookupTable } from '../../frame/join-dataset.ts';
import { readMap } from '../../frame/vector.ts';
import { type Constants, decideClause } from './decide-clause.ts';

/** A fact table of a dataset, with the member it stands for. */
export type FactTable = { readonly table: string; readonly member: number | null };

/** The dataset's fact tables that can hold matching rows: whole tables leave when a clause excludes their member. */
export function findTables(dataset: Dataset, metadata: Metadata, clauses: readonly Clause[]): FactTable[] {
  return allTables(dataset, metadata).filter(({ member }) => {
    const constants = tableConstants(dataset, metadata, member);
    return clauses.every((clause) => decideClause(clause, constants) !== false);
  });
}

function allTables(dataset: Dataset, metadata: Metadata): FactTable[] {
  if (!dataset.splitBy) return [{ table: factTable(dataset), member: null }];
  const { dimension } = columnOf(dataset, dataset.splitBy) as DimensionColumn;
  const members = metadata.dimensions.get(dimension)?.members ?? [];
  return members.map(({ id }) => ({ table: factTable(dataset, id), member: id }));
}

/** The split column and what derives from it are constant in a table. */
export function tableConstants(dataset: Dataset, metadata: Metadata, member: number | null): Constants {
  return (name) => {
    if (member === null) return undefined;
    if (name === dataset.splitBy) return member;
    const column = columnOf(dataset, name);
    const via = column && 'via' in column ? column.via : undefined;
    return via === dataset.splitBy ? readMap(lookupTable(dataset, metadata, name), member) : undefined;
  };
}
