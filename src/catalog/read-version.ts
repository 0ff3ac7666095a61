import type { Knex } from 'knex';
import type { MonthState } from '#sdk';
import { compareText } from './reading.ts';

/** What moves when anything of a tenant does: the metadata's version and every month's. */
export type TenantVersion = { readonly metadata: number; readonly months: readonly MonthState[] };

type Row = {
  table_name: string | null;
  month: string | null;
  version: number;
  base_version: number;
  row_count: number;
};

/** One statement: the metadata's version and the state of every month, oldest first within its table. */
export async function readVersion(knex: Knex): Promise<TenantVersion> {
  const rows: Row[] = await knex('month_state')
    .select('table_name', 'month', 'version', 'base_version', 'row_count')
    .unionAll(
      knex('settings')
        .where({ id: 1 })
        .select(knex.raw('null'), knex.raw('null'), 'version', knex.raw('0'), knex.raw('0')),
    );
  const metadata = rows.find((row) => row.table_name === null);
  if (!metadata) throw new Error('The row of settings is missing: run the migrations');
  return { metadata: Number(metadata.version), months: rows.flatMap(toMonth).sort(byTableAndMonth) };
}

const toMonth = ({ table_name: table, month, ...numbers }: Row): MonthState[] => {
  if (table === null || month === null) return [];
  const version = Number(numbers.version);
  return [
    { table, month, version, baseVersion: Number(numbers.base_version), rows: Number(numbers.row_count) },
  ];
};

const byTableAndMonth = (a: MonthState, b: MonthState): number =>
  compareText(a.table, b.table) || compareText(a.month, b.month);

/** Fact table → its months that hold rows, oldest first. */
export function groupMonths(months: readonly MonthState[]): Map<string, MonthState[]> {
  const groups = new Map<string, MonthState[]>();
  for (const month of months) {
    if (month.rows === 0) continue;
    const group = groups.get(month.table);
    if (group) group.push(month);
    else groups.set(month.table, [month]);
  }
  return groups;
}
