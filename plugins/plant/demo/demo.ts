import {
  columnOf,
  type DemoBatch,
  type DemoMember,
  type DemoRequest,
  type FactRow,
  type Metadata,
  type PackDemo,
  refuse,
  type TenantSlug,
} from '#sdk';
import type { Detection } from './make-shift.ts';
import { detections } from './model.ts';
import { type DemoLine, type DemoPlant, plants } from './plants.ts';

const dataset = 'detections';
const batchRows = 5000;

/** The plant pack's demo: a cannery and a smaller dairy in another zone. */
const demo: PackDemo = { tenants: plants.map(({ tenant }) => tenant), members, batches };
export default demo;

function members(tenant: TenantSlug): { dimension: string; members: readonly DemoMember[] }[] {
  const plant = plantOf(tenant);
  return [
    { dimension: 'areas', members: plant.areas },
    {
      dimension: 'lines',
      members: plant.lines.map(({ code, labels, area }) => ({ code, labels, parent: area })),
    },
    {
      dimension: 'products',
      members: plant.products.map(({ code, labels, weightG, pace }) => ({
        code,
        labels,
        attributes: { weight: weightG, ideal_rate: Math.round(pace * 40) },
      })),
    },
  ];
}

function* batches(request: DemoRequest): Generator<DemoBatch> {
  const plant = plantOf(request.tenant);
  const ids = idsOf(request.metadata);
  for (const line of plant.lines) {
    let rows: FactRow[] = [];
    for (const detection of detections({ ...request, plant }, line, request)) {
      rows.push(toRow(line, detection, ids));
      if (rows.length < batchRows) continue;
      yield { dataset, member: ids.line(line.code), rows };
      rows = [];
    }
    if (rows.length > 0) yield { dataset, member: ids.line(line.code), rows };
  }
}

function plantOf(tenant: TenantSlug): DemoPlant {
  const plant = plants.find((candidate) => candidate.tenant.slug === tenant);
  if (!plant) throw refuse('unknown_tenant', 'tenant', { tenant });
  return plant;
}

type Ids = {
  readonly line: (code: string) => number;
  readonly product: (code: string) => number;
  readonly result: (rejected: boolean) => number;
};

function idsOf({ dimensions, datasets }: Metadata): Ids {
  const finder = (dimension: string) => {
    const codes = new Map(dimensions.get(dimension)?.members.map(({ code, id }) => [code, id]));
    return (code: string): number => {
      const id = codes.get(code);
      if (id === undefined) throw refuse('unknown_member', dimension, { column: dimension, value: code });
      return id;
    };
  };
  const column = columnOf(datasets.get(dataset)!, 'result');
  const results = column?.kind === 'choice' ? column.members : [];
  const idOf = (code: string): number => results.find((result) => result.code === code)!.id;
  const [good, bad] = [idOf('ok'), idOf('reject')];
  return {
    line: finder('lines'),
    product: finder('products'),
    result: (rejected) => (rejected ? bad : good),
  };
}

const toRow = (line: DemoLine, { time, product, rejected, weightG }: Detection, ids: Ids): FactRow => ({
  time,
  sourceId: `${line.code}-${time.toString(36)}`,
  values: {
    product: ids.product(product.code),
    result: ids.result(rejected),
    quantity: 1,
    weight: weightG,
  },
});
