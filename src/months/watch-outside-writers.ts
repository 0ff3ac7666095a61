import {
  type Databases,
  type Dataset,
  type MonthState,
  type QueryTrace,
  type TenantId,
  utcMonth,
} from '#sdk';
import { countMonths, type LineMonth } from './count-months.ts';
import { graceMs } from './is-over.ts';
import { isTableOf } from './is-table-of.ts';
import { recountMonth } from './recount-month.ts';

/** What a tenant has, as far as it matters here. */
export type Watched = {
  readonly metadata: { readonly datasets: ReadonlyMap<string, Dataset> };
  readonly months: ReadonlyMap<string, readonly MonthState[]>;
};

export type WatchedCatalog<Snapshot> = {
  current(tenant: TenantId, trace?: QueryTrace): Promise<Snapshot>;
  recheck(tenant: TenantId): void;
};

export type WatchOptions = {
  readonly databases: Databases;
  /** Epoch milliseconds: says which months are open, and how long ago they were counted. */
  readonly now: () => number;
};

/**
 * The catalog's `current`, for tenants whose tables others write to as well: the open months of datasets that declare
 * `freshnessSeconds` are counted at most that often, and rows nobody told of are noted before the answer is given.
 * Calls at once share one count.
 */
export function watchOutsideWriters<Snapshot extends Watched>(
  catalog: WatchedCatalog<Snapshot>,
  { databases, now }: WatchOptions,
): (tenant: TenantId, trace?: QueryTrace) => Promise<Snapshot> {
  const countedAt = new Map<string, number>();
  const running = new Map<TenantId, Promise<boolean>>();
  const nameOf = (tenant: TenantId, table: string): string => JSON.stringify([tenant, table]);

  const isDue = (tenant: TenantId, { table, everyMs }: WatchedTable): boolean =>
    now() - (countedAt.get(nameOf(tenant, table)) ?? Number.NEGATIVE_INFINITY) >= everyMs;

  async function count(tenant: TenantId, tables: readonly WatchedTable[], trace: QueryTrace | undefined) {
    const at = now();
    const changed = await noteRows(databases, { tenant, months: openMonths(tables, at), trace });
    for (const { table } of tables) countedAt.set(nameOf(tenant, table), at);
    return changed;
  }

  return async (tenant, trace) => {
    const snapshot = await catalog.current(tenant, trace);
    const due = watchedTables(snapshot).filter((table) => isDue(tenant, table));
    if (due.length === 0) return snapshot;
    const counting = running.get(tenant) ?? count(tenant, due, trace).finally(() => running.delete(tenant));
    running.set(tenant, counting);
    if (!(await counting)) return snapshot;
    catalog.recheck(tenant);
    return catalog.current(tenant, trace);
  };
}

type WatchedTable = { readonly table: string; readonly everyMs: number };

/** The tables, known by their months, of the datasets that others write to. */
function watchedTables({ metadata, months }: Watched): WatchedTable[] {
  const shared = [...metadata.datasets.values()].filter(
    ({ freshnessSeconds }) => freshnessSeconds !== undefined,
  );
  if (shared.length === 0) return [];
  return [...months.keys()].flatMap((table) => {
    const dataset = shared.find((one) => isTableOf(one, table));
    return dataset ? [{ table, everyMs: dataset.freshnessSeconds! * 1000 }] : [];
  });
}

const openMonths = (tables: readonly WatchedTable[], now: number): LineMonth[] =>
  [...new Set([utcMonth(now - graceMs), utcMonth(now)])].flatMap((month) =>
    tables.map(({ table }) => ({ table, month })),
  );

type Noting = {
  readonly tenant: TenantId;
  readonly months: readonly LineMonth[];
  readonly trace: QueryTrace | undefined;
};

/** True when there were rows to note. New rows at a month's end are added to what is held, hence the base stays. */
const noteRows = (databases: Databases, { tenant, months, trace }: Noting): Promise<boolean> =>
  databases.useTenant(
    tenant,
    async (database) => {
      const counts = await countMonths(database, months);
      const differing = counts.filter(({ found, counted }) => found !== counted);
      for (const { table, month } of differing) {
        await recountMonth(database, { table, month, anywhere: false });
      }
      return differing.length > 0;
    },
    trace,
  );
