import type { Migration } from '#sdk';

/** Who there is: tenants, people, who belongs where, and who is signed in. Moments are epoch milliseconds. */
export const up: Migration = async (schema) => {
  await schema.createTable('tenants', (table) => {
    table.string('id', 32).primary();
    table.string('name', 200).notNullable();
    table.string('language', 2).notNullable();
    table.string('number_locale', 35).notNullable();
    table.string('database_name', 255).notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('suspended_at');
  });
  await schema.createTable('users', (table) => {
    table.string('id', 36).primary();
    table.string('email', 254).notNullable().unique({ indexName: 'users_email' });
    table.string('name', 200).notNullable();
    table.string('password_hash', 255).notNullable();
    table.string('language', 2);
    table.bigInteger('created_at').notNullable();
  });
  await schema.createTable('memberships', (table) => {
    table.string('user_id', 36).notNullable();
    table.string('tenant_id', 32).notNullable();
    table.string('role', 16).notNullable();
    table.primary(['user_id', 'tenant_id'], 'memberships_key');
    table.index(['tenant_id'], 'memberships_tenant');
  });
  await schema.createTable('sessions', (table) => {
    table.string('id_hash', 64).primary();
    table.string('user_id', 36).notNullable();
    table.string('tenant_id', 32).notNullable();
    table.string('csrf_secret', 64).notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('last_seen_at').notNullable();
    table.bigInteger('expires_at').notNullable();
    table.index(['user_id'], 'sessions_user');
    table.index(['expires_at'], 'sessions_expiry');
  });
};
