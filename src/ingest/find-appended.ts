import type { Knex } from 'knex';
import type { RowChange } from './classify-rows.ts';
import type { FactStore, FactTarget } from './fact-store.ts';
import { groupByMonth } from './months-of-rows.ts';

/**
 * The months in which a change removes nothing and inserts only after the latest row. Asked when the change's removals
 * are done and its rows are not yet in.
 */
export async function findAppended(
  trx: Knex.Transaction,
  { store, target }: { readonly store: FactStore; readonly target: FactTarget },
  change: Pick<RowChange, 'remove' | 'insert'>,
): Promise<Set<string>> {
  const appended = new Set<string>();
  const removed = groupByMonth(change.remove);
  for (const [month, rows] of groupByMonth(change.insert)) {
    if (removed.has(month)) continue;
    const latest = await store.latest(trx, target, month);
    if (latest === null || rows.every(({ time }) => time > latest)) appended.add(month);
  }
  return appended;
}
