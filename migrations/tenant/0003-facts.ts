import type { Migration } from '#sdk';

/** Which fact tables there are, and what every month of each holds. A month is UTC, `YYYY-MM`. */
export const up: Migration = async (schema) => {
  await schema.createTable('fact_tables', (table) => {
    table.string('table_name', 64).primary();
    table.string('dataset_key', 64).notNullable();
    table.integer('member_id');
    table.dateTime('created_at').notNullable();
  });
  await schema.createTable('month_state', (table) => {
    table.string('table_name', 64).notNullable();
    table.specificType('month', 'char(7)').notNullable();
    table.bigInteger('version').notNullable();
    table.bigInteger('row_count').notNullable();
    table.primary(['table_name', 'month'], 'month_state_key');
  });
};
