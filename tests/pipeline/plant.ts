import type {
  Databases,
  Dataset,
  Dimension,
  Frame,
  Member,
  Metadata,
  MonthState,
  Range,
  Span,
  TenantId,
} from '#sdk';
import { writeRows } from '../../src/ingest/write-rows.ts';
import type { AskedNeed, DataScope, GroupedFrames, QueryPlan } from '../../src/pipeline/query/types.ts';
import { areas, calendar, rates } from '../frame/plant-frame.ts';
import { manyRows } from '../support/collect-rows.ts';
import type { PlainRow } from './plants.ts';

const labels = (es: string) => ({ es });

/** Detections, a table per line, with the columns of `tests/frame/plant-frame.ts`. */
export const detections: Dataset = {
  key: 'detections',
  labels: labels('Detecciones'),
  table: 'detections',
  splitBy: 'line',
  rows: 'events',
  columns: [
    { kind: 'dimension', name: 'line', labels: labels('Línea'), dimension: 'lines' },
    { kind: 'derived', name: 'area', labels: labels('Área'), dimension: 'areas', via: 'line' },
    { kind: 'dimension', name: 'product', labels: labels('Producto'), dimension: 'products' },
    { kind: 'derived', name: 'family', labels: labels('Familia'), dimension: 'families', via: 'product' },
    { kind: 'attribute', name: 'rate', labels: labels('Ritmo'), via: 'product', attribute: 'rate' },
    {
      kind: 'choice',
      name: 'result',
      labels: labels('Resultado'),
      members: [
        { id: 0, code: 'OK', labels: labels('Bueno') },
        { id: 1, code: 'NOK', labels: { es: 'Rechazo', en: 'Reject' } },
      ],
      default: 0,
    },
    { kind: 'measure', name: 'items', labels: labels('Piezas'), type: 'int', unit: 'u' },
    { kind: 'measure', name: 'weight', labels: labels('Peso'), type: 'float', unit: 'g' },
  ],
};

/** A dataset of another kind: one table, no line, no product. */
export const prices: Dataset = {
  key: 'prices',
  labels: labels('Precios'),
  table: 'prices',
  rows: 'intervals',
  columns: [
    { kind: 'dimension', name: 'symbol', labels: labels('Símbolo'), dimension: 'symbols' },
    { kind: 'measure', name: 'close', labels: labels('Cierre'), type: 'float' },
    { kind: 'measure', name: 'volume', labels: labels('Volumen'), type: 'int' },
  ],
};

function dimension(
  key: string,
  ids: readonly number[],
  more: (id: number) => Partial<Member> = () => ({}),
): Dimension {
  const members = ids.map((id) => ({
    ...{ id, code: `${key}-${id}`, labels: labels(`${key} ${id}`), parentId: null, attributes: {} },
    ...more(id),
  }));
  const byId = new Map(members.map((member) => [member.id, member]));
  return { key, labels: labels(key), table: key, attributes: [], members, byId };
}

const dimensions = [
  dimension('lines', [1, 2, 3, 4], (id) => ({ parentId: areas.get(id) ?? null })),
  dimension('areas', [7, 9]),
  dimension('products', [1, 2, 4, 300], (id) => ({
    parentId: id < 3 ? 5 : null,
    attributes: { rate: rates.get(id) ?? null },
  })),
  dimension('families', [5]),
  dimension('symbols', [1, 2]),
];

export const metadata: Metadata = {
  datasets: new Map([detections, prices].map((dataset) => [dataset.key, dataset])),
  dimensions: new Map(dimensions.map((each) => [each.key, each])),
  calendar,
};

/** Writes the rows through the door that rows come in by. */
export async function storeRows(
  databases: Databases,
  tenant: TenantId,
  rows: readonly PlainRow[],
): Promise<void> {
  for (const member of [1, 2, 3, 4]) {
    const facts = rows.flatMap(({ line, time, product, result, items, weight }, index) =>
      line === member ? [{ time, sourceId: `r${index}`, values: { product, result, items, weight } }] : [],
    );
    await writeRows(databases, { tenant, dataset: detections, member, rows: facts });
  }
}

export async function scopeOf(databases: Databases, tenant: TenantId): Promise<DataScope> {
  const states = await databases.useTenant(tenant, ({ knex }) =>
    knex('month_state').orderBy(['table_name', 'month']).select('*'),
  );
  const months = new Map<string, MonthState[]>();
  for (const { table_name: table, month, version, row_count } of states) {
    const state = { table, month, version: Number(version), rows: Number(row_count) };
    months.set(table, [...(months.get(table) ?? []), state]);
  }
  return { tenant, metadata, months, language: 'es' };
}

export const rangeOf = (selected: Span, previous: Span = selected): Range => ({
  ...{ selected, whole: selected, previous, previousWhole: previous },
  ...{ name: 'x', comparedWith: 'y' },
});

export const ask = (owner: string, need: AskedNeed['need'], name = 'main'): AskedNeed => ({
  owner,
  name,
  need,
});

/** The same plan as it is when the cut is over the limit. */
export function asSql(plan: QueryPlan): QueryPlan {
  const cuts = plan.cuts.map((cut) => ({ ...cut, from: 'sql' as const, rows: manyRows }));
  return { ...plan, cuts, needs: plan.needs.map((need) => ({ ...need, cut: cuts[0]! })) };
}

/** The grouped frame of the plan's first need. */
export function frameOf(grouped: GroupedFrames, plan: QueryPlan): Frame {
  const outcome = grouped.get(plan.needs[0]!.groupId!)!;
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
