import type { Knex } from 'knex';
import { type Database, firstVersion } from '#sdk';
import { countMonths, type LineMonth } from './count-months.ts';

export type Recount = LineMonth & {
  /** Whether the rows that were not counted may stand before others that were. */
  readonly anywhere: boolean;
};

/**
 * Notes how many rows a line-month really has, as a change of its own, so that everybody sees them. Waits for the
 * table's other writers; false when the count was right after all.
 */
export const recountMonth = (database: Database, recount: Recount): Promise<boolean> =>
  database.transaction(async (trx) => {
    if (database.engine === 'mysql') await claim(trx, recount.table);
    const [count] = await countMonths({ engine: database.engine, knex: trx }, [recount]);
    if (count!.found === count!.counted) return false;
    await note(trx, recount, count!.found);
    return true;
  });

const claim = (trx: Knex.Transaction, table: string) =>
  trx('fact_tables').where('table_name', table).forUpdate().first('table_name');

/** MySQL assigns in this order and sees what it assigned before: the base comes first. */
async function note(trx: Knex.Transaction, { table, month, anywhere }: Recount, rows: number): Promise<void> {
  const version = firstVersion();
  const next = trx.raw('?? + 1', ['month_state.version']);
  await trx('month_state')
    .insert({ table_name: table, month, version, base_version: version, row_count: rows })
    .onConflict(['table_name', 'month'])
    .merge({ ...(anywhere && { base_version: next }), version: next, row_count: rows });
}
