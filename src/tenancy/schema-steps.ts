import type { Knex } from 'knex';
import type { Database, SchemaSteps } from '#sdk';

/**
 * The steps over one connection. MySQL commits every DDL statement by itself and knex makes indexes by statements of
 * their own, so a table is built under another name and appears, complete, by one rename.
 */
export function schemaSteps(engine: Database['engine'], knex: Knex): SchemaSteps {
  return {
    engine,
    knex,
    createTable: (name, build) => createTable({ engine, knex }, name, build),
    addColumn: async (table, column, build) => {
      if (!(await knex.schema.hasColumn(table, column))) await knex.schema.alterTable(table, build);
    },
  };
}

type Target = { readonly engine: Database['engine']; readonly knex: Knex };

async function createTable(
  { engine, knex }: Target,
  name: string,
  build: (table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  if (await knex.schema.hasTable(name)) return;
  const unfinished = `${name}__unfinished`;
  await knex.schema.dropTableIfExists(unfinished);
  await knex.schema.createTable(unfinished, (table) => {
    if (engine === 'mysql') compareByBytes(table);
    build(table);
  });
  await knex.schema.renameTable(unfinished, name);
}

function compareByBytes(table: Knex.CreateTableBuilder): void {
  table.engine('InnoDB');
  table.charset('utf8mb4');
  table.collate('utf8mb4_bin');
}
