import { isMissingTable } from '#sdk';
import type { Reading } from './reading.ts';
import type { PluginSwitch } from './types.ts';

type Row = { class_name: string; since: number | string; reason: string };

/** The classes switched off, by name; none in a database from before there were switches. */
export async function loadSwitches({ knex }: Pick<Reading, 'knex'>): Promise<Map<string, PluginSwitch>> {
  const rows: Row[] = await knex('plugin_switches')
    .orderBy('class_name')
    .catch((error) => {
      if (isMissingTable(error)) return [];
      throw error;
    });
  return new Map(
    rows.map(({ class_name: className, since, reason }) => [
      className,
      { className, since: Number(since), reason },
    ]),
  );
}
