import type { Knex } from 'knex';
import type { Dropped, UseConnection } from './engine.ts';
import { errno, errnoOf } from './mysql-errno.ts';

/** Deletes a database; a prepared one, or one that the account may not delete, loses its tables only. */
export async function dropMysql(
  location: string,
  { use, prepared }: { readonly use: UseConnection; readonly prepared: boolean },
): Promise<Dropped> {
  try {
    return await use(location, async (knex) => {
      if (!prepared && (await deleteDatabase(knex))) return 'gone';
      await deleteTables(knex);
      return 'emptied';
    });
  } catch (error) {
    if (errnoOf(error) === errno.unknownDatabase) return 'gone';
    throw error;
  }
}

async function deleteDatabase(knex: Knex): Promise<boolean> {
  const [[{ name }]] = await knex.raw('SELECT DATABASE() AS name');
  try {
    await knex.raw('DROP DATABASE ??', [name]);
    return true;
  } catch (error) {
    if (errnoOf(error) !== errno.databaseDenied) throw error;
    return false;
  }
}

async function deleteTables(knex: Knex): Promise<void> {
  const [tables]: { name: string; type: string }[][] = await knex.raw(
    'SELECT TABLE_NAME AS name, TABLE_TYPE AS type FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()',
  );
  await knex.raw('SET FOREIGN_KEY_CHECKS = 0');
  for (const { name, type } of tables!)
    await knex.raw(`DROP ${type === 'VIEW' ? 'VIEW' : 'TABLE'} ??`, [name]);
}
