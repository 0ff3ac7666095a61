import { type ChunkKey, type Dataset, monthStart, nextMonth, type Span, storedColumns } from '#sdk';
import type { FactTable } from './find-tables.ts';
import type { DataScope } from './types.ts';

/** The line-months of the tables that hold rows in the span. */
export function findChunks(
  scope: DataScope,
  dataset: Dataset,
  rows: { readonly tables: readonly FactTable[]; readonly span: Span },
): ChunkKey[] {
  return rows.tables.flatMap(({ table }) =>
    (scope.months.get(table) ?? [])
      .filter((state) => state.rows > 0 && touches(state.month, rows.span))
      .map((state) => ({ tenant: scope.tenant, dataset: dataset.key, ...state })),
  );
}

/** An empty span touches nothing. */
const touches = (month: string, { from, to }: Span): boolean =>
  from < to && monthStart(month) < to && monthStart(nextMonth(month)) > from;

/** About the bytes that a row of the dataset takes in memory. */
export const rowBytes = (dataset: Dataset): number =>
  storedColumns(dataset).reduce((bytes, column) => {
    if (column.kind === 'choice') return bytes + 1;
    if (column.kind === 'dimension') return bytes + 2;
    return bytes + (column.type === 'int' ? 4 : 8);
  }, 4);
