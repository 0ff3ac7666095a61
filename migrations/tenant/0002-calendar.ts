import type { Migration } from '#sdk';

/** The plant's zone, shifts, breaks and exceptions. Clock times are `HH:MM` of the plant. */
export const up: Migration = async (schema) => {
  await schema.createTable('calendars', (table) => {
    table.integer('id').primary();
    table.string('zone', 64).notNullable();
  });
  await schema.createTable('shifts', (table) => {
    table.increments('id');
    table.integer('calendar_id').notNullable();
    table.string('code', 64).notNullable();
    table.text('labels').notNullable();
    table.string('start_time', 5).notNullable();
    table.string('end_time', 5).notNullable();
    table.string('weekdays', 32).notNullable();
    table.unique(['calendar_id', 'code'], { indexName: 'shifts_code' });
  });
  await schema.createTable('calendar_breaks', (table) => {
    table.increments('id');
    table.integer('shift_id').notNullable();
    table.string('start_time', 5).notNullable();
    table.string('end_time', 5).notNullable();
    table.index(['shift_id'], 'calendar_breaks_shift');
  });
  await schema.createTable('calendar_exceptions', (table) => {
    table.increments('id');
    table.integer('calendar_id').notNullable();
    table.string('date', 10).notNullable();
    table.boolean('closed').notNullable();
    table.text('labels').notNullable();
    table.unique(['calendar_id', 'date'], { indexName: 'calendar_exceptions_date' });
  });
};
