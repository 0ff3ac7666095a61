import type { Migration } from '#sdk';

/** What holds back whoever tries too often, what a person sees of their sessions, and the tokens of machines. */
export const up: Migration = async (schema) => {
  await schema.createTable('throttles', (table) => {
    table.string('id', 64).primary();
    table.integer('failures').notNullable();
    table.bigInteger('blocked_until').notNullable();
    table.bigInteger('last_at').notNullable();
    table.index(['last_at'], 'throttles_age');
  });
  await schema.createTable('request_counts', (table) => {
    table.string('id', 64).primary();
    table.bigInteger('window_start').notNullable();
    table.integer('amount').notNullable();
  });
  await schema.createTable('machine_tokens', (table) => {
    table.string('id_hash', 64).primary();
    table.string('tenant_id', 32).notNullable();
    table.string('name', 100).notNullable();
    table.string('role', 16).notNullable();
    table.string('scopes', 255).notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    table.bigInteger('last_used_at');
    table.unique(['tenant_id', 'name'], { indexName: 'machine_tokens_name' });
  });
  await schema.addColumn('sessions', 'public_id', (table) => table.string('public_id', 36));
  await schema.addColumn('sessions', 'kind', (table) =>
    table.string('kind', 8).notNullable().defaultTo('page'),
  );
  await schema.addColumn('sessions', 'agent', (table) => table.string('agent', 200));
  await schema.addColumn('sessions', 'address', (table) => table.string('address', 45));
};
