import type { Migration } from '#sdk';

/** The plant's lookup tables. `labels` is JSON by language; `parent_id` of a line is its area. */
export const up: Migration = async (schema) => {
  for (const table of ['areas', 'lines', 'products']) {
    await schema.createTable(table, (columns) => {
      columns.increments('id');
      columns
        .string('code', 64)
        .notNullable()
        .unique({ indexName: `${table}_code` });
      columns.text('labels').notNullable();
      columns.integer('parent_id');
    });
  }
  await schema.addColumn('products', 'weight', (table) => table.double('weight'));
  await schema.addColumn('products', 'ideal_rate', (table) => table.double('ideal_rate'));
};
