import type { Migration } from '#sdk';

/** Plugin classes that no longer run for this tenant, since when (epoch milliseconds) and why (a message code). */
export const up: Migration = async (schema) => {
  await schema.createTable('plugin_switches', (table) => {
    table.string('class_name', 128).primary();
    table.bigInteger('since').notNullable();
    table.string('reason', 64).notNullable();
  });
};
