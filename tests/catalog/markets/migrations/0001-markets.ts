import type { Migration } from '#sdk';

export const up: Migration = async (schema) => {
  await schema.createTable('markets', (table) => {
    table.increments('id');
    table.string('code', 64).notNullable().unique({ indexName: 'markets_code' });
    table.text('labels').notNullable();
    table.integer('parent_id');
  });
};
