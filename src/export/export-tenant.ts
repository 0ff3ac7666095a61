import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, type Database, type Databases, quoteName, type Tenant } from '#sdk';
import { inSnapshot } from './in-snapshot.ts';
import { JsonLines } from './json-lines.ts';
import { type ExportedTable, listTables } from './list-tables.ts';
import { openValue } from './open-value.ts';

export type TenantExport = {
  readonly tenant: Tenant;
  /** Made unless it is there; must be empty. */
  readonly folder: string;
  /** Describes the format, in the words of whoever exports. */
  readonly readme: string;
  readonly now: number;
};

export type Exported = { readonly tables: number; readonly rows: number };

/** The people of a tenant as they are written; what they sign in with is not. */
type Person = { readonly email: string; readonly name: string; readonly role: string };

type TableEntry = Pick<ExportedTable, 'name' | 'facts' | 'columns'> & {
  readonly file: string;
  readonly rows: number;
};

/**
 * Writes everything of a tenant as open files: `export.json` (tenant, people, tables and columns), `tables/<name>.jsonl`
 * with a row a line, and a README of the format. All rows are of one moment; memory does not grow with them. Throws
 * `export_folder_taken` (422) for a folder with something in it.
 */
export async function exportTenant(databases: Databases, given: TenantExport): Promise<Exported> {
  const { tenant, folder, readme, now } = given;
  makeFolder(folder);
  const people = await databases.useControl(({ knex }) => readPeople(knex, tenant));
  const tables = await databases.useTenant(tenant.id, (database) =>
    inSnapshot(database, () => writeTables(database, folder)),
  );
  const head = { format: 'camet-tenant-export', version: 1, exportedAt: new Date(now).toISOString() };
  writeText(join(folder, 'export.json'), `${JSON.stringify({ ...head, tenant, people, tables }, null, 2)}\n`);
  writeText(join(folder, 'README.md'), readme);
  return { tables: tables.length, rows: tables.reduce((sum, { rows }) => sum + rows, 0) };
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (readdirSync(folder).length > 0) {
    throw new AppError('export_folder_taken', { status: 422, params: { folder } });
  }
  mkdirSync(join(folder, 'tables'), { mode: 0o700 });
}

const writeText = (path: string, text: string): void =>
  writeFileSync(path, text, { flag: 'wx', mode: 0o600 });

const readPeople = (knex: Database['knex'], { id }: Tenant): Promise<Person[]> =>
  knex('memberships')
    .join('users', 'users.id', 'memberships.user_id')
    .where({ tenant_id: id })
    .orderBy('email')
    .select('email', 'name', 'role');

async function writeTables(database: Database, folder: string): Promise<TableEntry[]> {
  const entries: TableEntry[] = [];
  for (const table of await listTables(database)) {
    const file = join('tables', `${table.name}.jsonl`);
    const rows = await writeRows(database, table, join(folder, file));
    entries.push({ name: table.name, facts: table.facts, file, rows, columns: table.columns });
  }
  return entries;
}

async function writeRows(database: Database, table: ExportedTable, path: string): Promise<number> {
  const { engine } = database;
  const cells = table.columns.map((column) => ({
    name: column.name,
    open: openValue(engine, table, column),
  }));
  const names = cells.map(({ name }) => quoteName(name, engine)).join(', ');
  const order = table.facts ? ' ORDER BY time, source_id' : '';
  const lines = new JsonLines(path);
  try {
    for (const part of table.parts) {
      await database.stream(`SELECT ${names} FROM ${quoteName(part, engine)}${order}`, [], (row) =>
        lines.add(Object.fromEntries(cells.map(({ name, open }, index) => [name, open(row[index])]))),
      );
    }
  } finally {
    lines.close();
  }
  return lines.rows;
}
