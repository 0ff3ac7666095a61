import { type Database, monthTable } from '#sdk';

export type Column = { readonly name: string; readonly type: string };

/** A table as people think of it: `parts` are the physical tables that hold its rows, in order. */
export type ExportedTable = {
  readonly name: string;
  readonly facts: boolean;
  readonly parts: readonly string[];
  readonly columns: readonly Column[];
};

/** Every table of a tenant's database; SQLite's months of one fact table are one table. */
export async function listTables(database: Database): Promise<ExportedTable[]> {
  const physical = await physicalTables(database);
  const facts = await factTables(database, new Set(physical.keys()));
  const parts = new Set([...facts.values()].flat());
  const tables = [
    ...[...physical.keys()]
      .filter((name) => !parts.has(name))
      .map((name) => ({ name, facts: false, parts: [name] })),
    ...[...facts].map(([name, own]) => ({ name, facts: true, parts: own })),
  ];
  return tables.map((table) => ({ ...table, columns: physical.get(table.parts[0] ?? '') ?? [] }));
}

const columnsSql: Readonly<Record<Database['engine'], string>> = {
  sqlite: `SELECT m.name AS table_name, c.name AS column_name, c.type AS type FROM sqlite_master m
    JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ESCAPE '\\' ORDER BY m.name, c.cid`,
  mysql: `SELECT c.TABLE_NAME AS table_name, c.COLUMN_NAME AS column_name, c.COLUMN_TYPE AS type
    FROM information_schema.COLUMNS c JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME)
    WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE' ORDER BY c.TABLE_NAME, c.ORDINAL_POSITION`,
};

type ColumnRow = { readonly table_name: string; readonly column_name: string; readonly type: string };

async function physicalTables({ engine, knex }: Database): Promise<Map<string, Column[]>> {
  const answer = await knex.raw(columnsSql[engine]);
  const rows: ColumnRow[] = engine === 'mysql' ? answer[0] : answer;
  return new Map(
    [...Map.groupBy(rows, (row) => row.table_name)].map(([table, columns]) => [
      table,
      columns.map(({ column_name: name, type }) => ({ name, type: type.toLowerCase() })),
    ]),
  );
}

/** Fact table → its physical tables that exist, oldest month first. */
async function factTables(
  { engine, knex }: Database,
  physical: ReadonlySet<string>,
): Promise<Map<string, string[]>> {
  const names: string[] = await knex('fact_tables').orderBy('table_name').pluck('table_name');
  const months: { table_name: string; month: string }[] = await knex('month_state').orderBy('month');
  const partsOf = (name: string): string[] =>
    engine === 'mysql'
      ? [name]
      : months.filter((row) => row.table_name === name).map(({ month }) => monthTable(name, month));
  return new Map(names.map((name) => [name, partsOf(name).filter((part) => physical.has(part))]));
}
