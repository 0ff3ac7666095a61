import type { Database } from '#sdk';
import type { PluginSwitch } from './types.ts';
import { writeMetadata } from './write-metadata.ts';

const table = 'plugin_switches';

/** Writes that a class no longer runs for this tenant; one that is off already keeps its moment and reason. */
export const switchPluginOff = (
  database: Database,
  { className, since, reason }: PluginSwitch,
): Promise<void> =>
  writeMetadata(database, async (trx) => {
    await trx(table).insert({ class_name: className, since, reason }).onConflict('class_name').ignore();
  });

/** Lets a class run again; false when it was not off. */
export const switchPluginOn = (database: Database, className: string): Promise<boolean> =>
  writeMetadata(database, async (trx) => (await trx(table).where({ class_name: className }).delete()) > 0);
