import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { RowCollector } from '#sdk';
import { retryBusy } from './retry-busy.ts';

const rowsPerLook = 512;

export type Collected<Result> = {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
  readonly collector: RowCollector<Result>;
};

/** Collects a statement's rows. `look` is called every few hundred of them: it may wait, or throw to stop. */
export async function collectRows<Result>(
  database: DatabaseSync,
  { sql, values, collector }: Collected<Result>,
  look: () => void | Promise<void>,
): Promise<Result> {
  const statement = await retryBusy(() => database.prepare(sql));
  statement.setReturnArrays(true);
  const rows = statement.iterate(...values) as unknown as Iterator<unknown[]>;
  try {
    let count = 0;
    for (let next = await retryBusy(() => rows.next()); !next.done; next = rows.next()) {
      if (!collector.push(next.value)) break;
      if (++count % rowsPerLook === 0) await look();
    }
    return collector.finish();
  } finally {
    rows.return?.();
  }
}
