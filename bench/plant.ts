import type { FactRow, NewMember, PackDefinition, Span } from '#sdk';

/** The plant that the bench measures: half a year of four lines in two areas, 24 products, on a clock in UTC. */
export const period: Span = { from: Date.UTC(2026, 4, 1), to: Date.UTC(2026, 10, 1) };
export const lineCount = 4;
export const productCount = 24;

export const areas: NewMember[] = [{ code: 'A1' }, { code: 'A2' }];
export const products: NewMember[] = Array.from({ length: productCount }, (_, index) => ({
  code: `P${index + 1}`,
  attributes: { weight: nominalWeight(index + 1), ideal_rate: 1800 },
}));

function nominalWeight(product: number): number {
  return 100 + 35 * product;
}

const hourMs = 3_600_000;
const runMs = 3 * hourMs;
/** Of the rows of a run of about three hours; the rest are of any product. */
const mainProductShare = 0.85;

/** A line's rows in time order: 85 % of a run is one product, 2 % are rejects, most rows are one piece. */
export function* lineRows(line: number, rows: number): Generator<FactRow> {
  const random = randomFrom(line);
  const stepMs = (period.to - period.from) / rows;
  let main = 1;
  let runEnds = period.from;
  for (let row = 0; row < rows; row++) {
    const time = Math.floor(period.from + (row + random()) * stepMs);
    if (time >= runEnds) {
      main = 1 + Math.floor(random() * productCount);
      runEnds = time + runMs * (0.5 + random());
    }
    const product = random() < mainProductShare ? main : 1 + Math.floor(random() * productCount);
    const spread = 1 + (random() + random() - 1) * 0.06;
    const weight = Math.round(nominalWeight(product) * spread * 10) / 10;
    const quantity = random() < 0.9 ? 1 : 2 + Math.floor(random() * 5);
    const values = { product, result: random() < 0.02 ? 1 : 0, quantity, weight };
    yield { time, sourceId: `${line}-${row}`, values };
  }
}

/** mulberry32: the same numbers every time. */
function randomFrom(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Products whose rows are about a quarter of all. */
export const quarterOfProducts = Array.from({ length: productCount / 4 }, (_, index) => 4 * index + 1);

const pieces = { fn: 'sum', column: 'quantity' } as const;
const rejects = { fn: 'ratio', column: 'quantity', part: { column: 'result', values: [1] } } as const;
const dataset = 'detections';
const titled = (key: string) => ({ key, title: { es: key } });
const head = { es: 'Tasa' };

/** Eight cards of the demo's kinds. `sql-cards.ts` asks the same of the database, `reference.ts` of a loop by hand. */
const widgets: PackDefinition['widgets'] = [
  { ...titled('b-pieces'), class: 'KpiWidget', settings: { dataset, value: pieces } },
  { ...titled('b-rejects'), class: 'KpiWidget', settings: { dataset, value: rejects } },
  {
    ...titled('b-weight'),
    class: 'KpiWidget',
    settings: { dataset, value: { fn: 'sum', column: 'weight' } },
  },
  {
    ...titled('b-over-time'),
    class: 'BarChartWidget',
    settings: { dataset, value: pieces, grain: 'day', panel: { title: { es: 'Tasa' }, value: rejects } },
  },
  { ...titled('b-by-area'), class: 'RankingWidget', settings: { dataset, by: 'area', value: rejects, head } },
  {
    ...titled('b-by-shift'),
    class: 'RankingWidget',
    settings: { dataset, by: 'shift', value: rejects, head },
  },
  {
    ...titled('b-by-line'),
    class: 'LineChartWidget',
    settings: { dataset, value: pieces, grain: 'day', split: 'line' },
  },
  {
    ...titled('b-product-shift'),
    class: 'TableWidget',
    settings: {
      dataset,
      pageSize: 200,
      aggregate: {
        keys: ['product', 'shift'],
        measures: {
          rows: { fn: 'count', label: { es: 'Filas' } },
          pieces: { ...pieces, label: { es: 'Piezas' } },
          weight: { fn: 'mean', column: 'weight', label: { es: 'Peso' } },
        },
      },
    },
  },
];

/** The plant pack with a dashboard of the eight cards and all of the pack's filters. */
export const benchPack = (plant: PackDefinition): PackDefinition => ({
  ...plant,
  widgets: [...plant.widgets, ...widgets],
  dashboards: [
    {
      slug: 'bench',
      title: { es: 'Banco' },
      filters: plant.filters.map(({ key }) => key),
      cards: widgets.map(({ key }) => ({ widget: key, w: 6, h: 4 })),
    },
  ],
});
