import type { Migration, SchemaSteps } from '#sdk';

/** What a tenant has: declared data, catalogue of filters and widgets, dashboards. Labels and settings are JSON. */
export const up: Migration = async (schema) => {
  await schema.createTable('settings', (table) => {
    table.integer('id').primary();
    table.bigInteger('version').notNullable();
  });
  await schema.knex('settings').insert({ id: 1, version: 1 }).onConflict('id').ignore();
  for (const name of ['datasets', 'dimensions']) await createDeclarations(schema, name);
  for (const name of ['filters', 'widget_catalog']) await createEntries(schema, name);
  await createDashboards(schema);
  await createPlacements(schema);
};

const createDeclarations = (schema: SchemaSteps, name: string): Promise<void> =>
  schema.createTable(name, (table) => {
    table.increments('id');
    table
      .string('key', 64)
      .notNullable()
      .unique({ indexName: `${name}_key` });
    table.string('pack', 64).notNullable();
    table.text('definition', 'mediumtext').notNullable();
  });

/** An entry without a pack is the tenant's own. */
const createEntries = (schema: SchemaSteps, name: string): Promise<void> =>
  schema.createTable(name, (table) => {
    table.increments('id');
    table
      .string('key', 64)
      .notNullable()
      .unique({ indexName: `${name}_key` });
    table.string('pack', 64);
    table.string('class_name', 128).notNullable();
    table.text('title').notNullable();
    if (name === 'widget_catalog') table.text('subtitle');
    table.text('settings', 'mediumtext').notNullable();
  });

const createDashboards = (schema: SchemaSteps): Promise<void> =>
  schema.createTable('dashboards', (table) => {
    table.increments('id');
    table.string('slug', 64).notNullable().unique({ indexName: 'dashboards_slug' });
    table.text('title').notNullable();
    table.integer('position').notNullable();
  });

const createPlacements = (schema: SchemaSteps): Promise<void> =>
  schema.createTable('placements', (table) => {
    table.increments('id');
    table.integer('dashboard_id').notNullable();
    table.string('key', 64).notNullable();
    table.integer('filter_id');
    table.integer('widget_id');
    table.text('title');
    table.text('subtitle');
    table.text('settings', 'mediumtext').notNullable();
    table.integer('position').notNullable();
    table.integer('w').notNullable();
    table.integer('h').notNullable();
    table.string('region', 8).notNullable();
    table.string('roles', 64).notNullable();
    table.unique(['dashboard_id', 'key'], { indexName: 'placements_key' });
  });
