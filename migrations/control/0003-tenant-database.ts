import type { Migration } from '#sdk';

/** The environment variable that holds the address of a tenant's database, where it is not beside the control one. */
export const up: Migration = async (schema) => {
  await schema.addColumn('tenants', 'database_env', (table) => table.string('database_env', 64));
};
