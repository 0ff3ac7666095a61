import type { Migration } from '#sdk';

export const up: Migration = async (schema) => {
  await schema.createTable('symbols', (table) => {
    table.increments('id');
    table.string('code', 64).notNullable().unique({ indexName: 'symbols_code' });
    table.text('labels').notNullable();
    table.integer('parent_id');
  });
  await schema.addColumn('symbols', 'lot_size', (table) => table.double('lot_size'));
  await schema.addColumn('symbols', 'isin', (table) => table.string('isin', 12));
};
