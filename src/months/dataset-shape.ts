import { type Dataset, storedColumns } from '#sdk';

/** The stored columns of a dataset, as text: a chunk read under another declaration does not fit. */
export const shapeOf = (dataset: Dataset): string =>
  JSON.stringify(
    storedColumns(dataset).map((column) => [column.name, 'type' in column ? column.type : column.kind]),
  );
