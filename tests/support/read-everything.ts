import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type mysql from 'mysql2/promise';
import type { TenancyConfig } from '../../src/tenancy/open-tenancy.ts';
import { connectToServer } from './engines.ts';

type Where = Pick<TenancyConfig, 'dataDir' | 'databaseUrl' | 'tenantDatabasePrefix'>;

/** Every byte below the data directory and every row of every database under the prefix, one text per file or table. */
export async function readEverything(where: Where): Promise<Map<string, string>> {
  return new Map([...filesOf(where.dataDir), ...(where.databaseUrl ? await tablesOf(where) : [])]);
}

const filesOf = (folder: string): [string, string][] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path, readFileSync(path, 'latin1')]);

async function tablesOf({ tenantDatabasePrefix }: Where): Promise<[string, string][]> {
  const server = await connectToServer();
  const [tables] = await server.query<mysql.RowDataPacket[]>(
    'SELECT TABLE_SCHEMA AS `database`, TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA LIKE ?',
    [`${tenantDatabasePrefix.replaceAll('_', '\\_')}%`],
  );
  const read: [string, string][] = [];
  for (const { database, name } of tables) {
    const [rows] = await server.query('SELECT * FROM ??.??', [database, name]);
    read.push([`${database}.${name}`, JSON.stringify(rows)]);
  }
  await server.end();
  return read;
}

/** Where the text stands. */
export const placesWith = (everything: ReadonlyMap<string, string>, text: string): string[] =>
  [...everything].filter(([, content]) => content.includes(text)).map(([place]) => place);
