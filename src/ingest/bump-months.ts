import type { Knex } from 'knex';
import { firstVersion } from '#sdk';
import type { RowChange } from './classify-rows.ts';
import { groupByMonth } from './months-of-rows.ts';

export type MonthsChange = Pick<RowChange, 'remove' | 'insert'> & {
  /** The months that only grew at their end. */
  readonly appended: ReadonlySet<string>;
};

/**
 * Raises the version and the row count of every month a change touches, in the change's own transaction, and notes
 * from which version on each has only grown at its end.
 */
export async function bumpMonths(trx: Knex.Transaction, table: string, change: MonthsChange): Promise<void> {
  const gained = new Map<string, number>();
  for (const [month, rows] of groupByMonth(change.insert)) gained.set(month, rows.length);
  for (const [month, rows] of groupByMonth(change.remove)) {
    gained.set(month, (gained.get(month) ?? 0) - rows.length);
  }
  for (const [month, rows] of gained) {
    await bumpMonth(trx, table, { month, rows, appended: change.appended.has(month) });
  }
}

/** MySQL assigns in this order and sees what it assigned before: the base comes first. */
async function bumpMonth(
  trx: Knex.Transaction,
  table: string,
  { month, rows, appended }: { month: string; rows: number; appended: boolean },
): Promise<void> {
  const version = firstVersion();
  const next = (column: string, by: number) => trx.raw('?? + ?', [`month_state.${column}`, by]);
  await trx('month_state')
    .insert({ table_name: table, month, version, base_version: version, row_count: rows })
    .onConflict(['table_name', 'month'])
    .merge({
      ...(!appended && { base_version: next('version', 1) }),
      version: next('version', 1),
      row_count: next('row_count', rows),
    });
}
