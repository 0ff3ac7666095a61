import {
  type Database,
  type Databases,
  type Dataset,
  type FactRow,
  factTable,
  refuse,
  storedColumns,
  type TenantId,
  type WriteCounts,
} from '#sdk';
import { bumpMonths } from './bump-months.ts';
import { classifyRows } from './classify-rows.ts';
import type { FactStore, FactTarget } from './fact-store.ts';
import { findAppended } from './find-appended.ts';
import { monthsOfRows } from './months-of-rows.ts';
import { mysqlFacts } from './mysql-facts.ts';
import { retryContention } from './retry-contention.ts';
import { sqliteFacts } from './sqlite-facts.ts';

/** Checked rows of one fact table. */
export type RowBatch = {
  readonly tenant: TenantId;
  readonly dataset: Dataset;
  /** Member of the split dimension; null for a dataset that is not split. */
  readonly member: number | null;
  readonly rows: readonly FactRow[];
};

/**
 * The one way rows enter: resolves once the whole batch is committed, in one transaction with its months' versions.
 * The same source id is the same row: a repeated one changes nothing, one with another time or other values replaces
 * the row that stood, in whatever month; inside a batch the last one wins. Contention (deadlock, lock wait, busy) is
 * retried three times, then thrown.
 */
export async function writeRows(databases: Databases, batch: RowBatch): Promise<WriteCounts> {
  if (batch.rows.length === 0) return { saved: 0, unchanged: 0, corrected: 0 };
  const target = targetOf(batch.dataset, batch.member);
  return databases.useTenant(batch.tenant, (database) =>
    retryContention(() => writeInto(database, target, batch.rows)),
  );
}

function targetOf(dataset: Dataset, member: number | null): FactTarget {
  if (dataset.splitBy && member === null) throw refuse('missing_value', dataset.splitBy);
  return {
    dataset,
    member: dataset.splitBy ? member : null,
    table: factTable(dataset, member ?? undefined),
    columns: storedColumns(dataset),
  };
}

async function writeInto(
  database: Database,
  target: FactTarget,
  rows: readonly FactRow[],
): Promise<WriteCounts> {
  const store = stores[database.engine];
  const months = monthsOfRows(rows);
  await store.prepare(database, target, months);
  return database.transaction(async (trx) => {
    await store.claim(trx, target, months);
    const ids = [...new Set(rows.map((row) => row.sourceId))];
    const change = classifyRows(target, rows, await store.find(trx, target, ids));
    await store.remove(trx, target, change.remove);
    const appended = await findAppended(trx, { store, target }, change);
    await store.insert(trx, target, change.insert);
    await bumpMonths(trx, target.table, { ...change, appended });
    return change.counts;
  });
}

const stores: Readonly<Record<Database['engine'], FactStore>> = { sqlite: sqliteFacts, mysql: mysqlFacts };
