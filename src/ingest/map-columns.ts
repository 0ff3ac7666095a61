import { AppError, columnOf, type Dataset, refuse, storedColumns } from '#sdk';
import type { RawRow } from './check-rows.ts';

/** Where a dataset column's value comes from: a column of the file, by its head, or the same text for every row. */
export type ColumnSource = { readonly head: string } | { readonly value: string };

/** Dataset column (also `time`, `source_id` and the split column) → its source. */
export type ColumnMapping = Readonly<Record<string, ColumnSource>>;

/**
 * Makes the reading of one file's rows. Throws 422 for a column the dataset does not store, a head the file does not
 * have or has twice, and a missing `time` or split column.
 */
export function mapColumns(
  dataset: Dataset,
  mapping: ColumnMapping,
  header: readonly string[],
): (cells: readonly string[]) => RawRow {
  checkMapping(dataset, mapping);
  const places = Object.entries(mapping).map(([name, source]) => [name, placeOf(source, header)] as const);
  return (cells) =>
    Object.fromEntries(
      places.map(([name, place]) => [name, typeof place === 'number' ? cells[place] : place.value]),
    );
}

/** Every dataset column whose name stands in the file's header, for imports that map nothing by hand. */
export const mappingByName = (dataset: Dataset, header: readonly string[]): ColumnMapping =>
  Object.fromEntries(
    mappable(dataset)
      .filter((name) => header.includes(name))
      .map((name) => [name, { head: name }]),
  );

function checkMapping(dataset: Dataset, mapping: ColumnMapping): void {
  const known = mappable(dataset);
  for (const column of Object.keys(mapping)) {
    if (!known.includes(column)) {
      throw refuse('unknown_import_column', column, { column, known: known.join(', ') });
    }
  }
  for (const column of ['time', ...(dataset.splitBy ? [dataset.splitBy] : [])]) {
    if (!mapping[column]) throw refuse('import_column_missing', column, { column });
  }
}

function mappable(dataset: Dataset): string[] {
  const stored = storedColumns(dataset).map((column) => column.name);
  const split = dataset.splitBy && columnOf(dataset, dataset.splitBy) ? [dataset.splitBy] : [];
  return ['time', 'source_id', ...split, ...stored];
}

function placeOf(source: ColumnSource, header: readonly string[]): number | { readonly value: string } {
  if ('value' in source) return source;
  const place = header.indexOf(source.head);
  if (place === -1) {
    throw refuse('unknown_file_column', source.head, { column: source.head, known: header.join(', ') });
  }
  if (header.indexOf(source.head, place + 1) !== -1) {
    throw new AppError('file_column_twice', {
      status: 422,
      field: source.head,
      params: { column: source.head },
    });
  }
  return place;
}
