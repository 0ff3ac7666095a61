import type { ChunkColumn, StoredColumn } from '#sdk';
import { rememberMax } from '../frame/max-of.ts';
import type { MonthColumns } from './collect-month.ts';

/** The collected columns under their names. What was found to be their largest value is remembered in this thread. */
export const namedColumns = (
  stored: readonly StoredColumn[],
  { columns }: MonthColumns,
): ReadonlyMap<string, ChunkColumn> =>
  new Map(
    columns.map(({ largest, ...column }, index) => {
      if (largest !== undefined) rememberMax(column.values, largest);
      return [stored[index]!.name, column];
    }),
  );
