import type { Migration } from '#sdk';

/** Links that open one thing once, until they end. Of a link only its token's hash is kept. */
export const up: Migration = async (schema) => {
  await schema.createTable('one_time_links', (table) => {
    table.string('token_hash', 64).primary();
    table.string('purpose', 16).notNullable();
    table.string('user_id', 36).notNullable();
    table.string('tenant_id', 32).notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    table.index(['user_id', 'purpose'], 'one_time_links_user');
  });
};
