import type { Migration } from '#sdk';

/**
 * From which version on a month has only grown at its end: whoever holds that version or a later one needs no more
 * than the rows after its last. Months written before this was noted count as changed up to now.
 */
export const up: Migration = async (schema) => {
  await schema.addColumn('month_state', 'base_version', (table) => {
    table.bigInteger('base_version').notNullable().defaultTo(0);
  });
  await schema
    .knex('month_state')
    .where('base_version', 0)
    .update({ base_version: schema.knex.ref('version') });
};
