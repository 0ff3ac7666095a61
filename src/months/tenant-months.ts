import type { ChunkKey, Databases, Dataset, TenantId } from '#sdk';
import { isTableOf } from './is-table-of.ts';
import type { MonthFiles } from './month-files.ts';

/** A tenant's months and where they are kept. */
export type TenantMonths = {
  readonly databases: Databases;
  readonly files: MonthFiles;
  readonly tenant: TenantId;
  readonly datasets: readonly Dataset[];
  /** Stops the work with its reason. */
  readonly signal: AbortSignal;
};

export type KnownMonth = { readonly key: ChunkKey; readonly dataset: Dataset };

/** The line-months that the writers counted, of tables that a declared dataset has, oldest first. */
export const knownMonths = ({ databases, tenant, datasets }: TenantMonths): Promise<KnownMonth[]> =>
  databases.useTenant(tenant, async ({ knex }) => {
    const rows: Row[] = await knex('month_state').orderBy(['month', 'table_name']).select('*');
    return rows.flatMap((row) => {
      const dataset = datasets.find((one) => isTableOf(one, row.table_name));
      return dataset ? [{ key: keyOf(row, tenant, dataset), dataset }] : [];
    });
  });

type Row = Readonly<Record<'table_name' | 'month', string>> &
  Readonly<Record<'version' | 'base_version' | 'row_count', number>>;

const keyOf = (row: Row, tenant: TenantId, dataset: Dataset): ChunkKey => ({
  ...{ tenant, dataset: dataset.key, table: row.table_name, month: row.month },
  ...{ version: Number(row.version), baseVersion: Number(row.base_version), rows: Number(row.row_count) },
});
