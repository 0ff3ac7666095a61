import type { Dataset, FactRow, Metadata, TenantId, WriteCounts } from '#sdk';
import { writeRows } from '../../src/ingest/write-rows.ts';
import type { Tenancy } from '../../src/tenancy/open-tenancy.ts';

const label = { es: '' };

/** A dataset of no pack: one table per machine, with a part, a verdict, a count and a temperature. */
export const readings: Dataset = {
  key: 'readings',
  labels: label,
  table: 'readings',
  splitBy: 'machine',
  rows: 'intervals',
  columns: [
    { kind: 'dimension', name: 'machine', labels: label, dimension: 'machines' },
    { kind: 'dimension', name: 'part', labels: label, dimension: 'parts' },
    {
      kind: 'choice',
      name: 'verdict',
      labels: label,
      default: 0,
      members: [
        { id: 0, code: 'good', labels: label },
        { id: 1, code: 'bad', labels: label },
      ],
    },
    { kind: 'measure', name: 'pieces', labels: label, type: 'int', default: 1 },
    { kind: 'measure', name: 'degrees', labels: label, type: 'float' },
  ],
};

/** Machines A and B (ids 1 and 2), parts bolt and nut (ids 1 and 2). */
export const metadata: Pick<Metadata, 'dimensions'> = {
  dimensions: new Map([
    ['machines', dimension('machines', ['A', 'B'])],
    ['parts', dimension('parts', ['bolt', 'nut'])],
  ]),
};

function dimension(key: string, codes: readonly string[]) {
  const members = codes.map((code, index) => ({
    id: index + 1,
    code,
    labels: { es: code },
    parentId: null,
    attributes: {},
  }));
  return {
    key,
    labels: label,
    table: key,
    attributes: [],
    members,
    byId: new Map(members.map((member) => [member.id, member])),
  };
}

/** A row of one bolt, good, at a moment; `values` over that. */
export const reading = (sourceId: string, time: string, values: FactRow['values'] = {}): FactRow => ({
  sourceId,
  time: Date.parse(time),
  values: { part: 1, verdict: 0, pieces: 1, degrees: null, ...values },
});

/** Writes to machine A. */
export const write = (tenancy: Tenancy, tenant: TenantId, rows: readonly FactRow[]): Promise<WriteCounts> =>
  writeRows(tenancy, { tenant, dataset: readings, member: 1, rows });

/** Machine A's rows in time order, read by plain SQL: `time source_id part verdict pieces degrees`. */
export const stored = (tenancy: Tenancy, tenant: TenantId, table = 'readings_1'): Promise<string[]> =>
  tenancy.useTenant(tenant, async ({ engine, knex }) => {
    const columns = 'source_id, part, verdict, pieces, degrees';
    const ofMonths = knex('sqlite_master')
      .where({ type: 'table' })
      .whereRaw('name glob ?', [`${table}_[0-9]*`]);
    const names: string[] = engine === 'mysql' ? [table] : await ofMonths.orderBy('name').pluck('name');
    const rows: string[] = [];
    for (const name of names) {
      const time =
        engine === 'mysql' ? 'date_format(time, "%Y-%m-%d %H:%i:%s")' : "datetime(time / 1000, 'unixepoch')";
      const found = await knex.raw(`select ${time} as at, ${columns} from ${name} order by time, source_id`);
      for (const row of engine === 'mysql' ? found[0] : found) rows.push(Object.values(row).join(' '));
    }
    return rows;
  });

/** Month → [version, rows] of a table, as `month_state` has it, versions counted from the month's first. */
export const months = (tenancy: Tenancy, tenant: TenantId, table = 'readings_1') =>
  tenancy.useTenant(tenant, async ({ knex }) => {
    const rows = await knex('month_state').where({ table_name: table }).orderBy('month');
    return Object.fromEntries(
      rows.map((row) => [row.month, [Number(row.version) % 2 ** 20, Number(row.row_count)]]),
    );
  });
