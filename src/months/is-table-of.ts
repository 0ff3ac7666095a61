import type { Dataset } from '#sdk';

/** Whether a fact table is the dataset's, or that of one of its members. */
export const isTableOf = (dataset: Dataset, table: string): boolean =>
  dataset.splitBy
    ? table.startsWith(`${dataset.table}_`) && /^\d+$/.test(table.slice(dataset.table.length + 1))
    : table === dataset.table;
