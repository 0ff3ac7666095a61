import type * as NodeSqlite from 'node:sqlite';

/** `node:sqlite` without the warning that Node 22 prints for it. */
export function loadSqlite(): typeof NodeSqlite {
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) emitWarning(warning, ...rest);
  }) as typeof process.emitWarning;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** The version of the embedded engine; throws where it cannot be loaded. */
export function sqliteVersion(): string {
  const database = new (loadSqlite().DatabaseSync)(':memory:');
  const row = database.prepare('select sqlite_version() as version').get();
  database.close();
  return String(row?.version);
}
