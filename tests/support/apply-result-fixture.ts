import type { CardModel, ChartModel, KpiModel, RankingModel, TableModel } from '#sdk';
import type { ApplyResult, Card } from '../../src/pipeline/types.ts';
import { fixtureFilters, productNames } from './filters-fixture.ts';

/** A plant's afternoon: Thursday 19 November 2026, 14:32 in Buenos Aires. */
export const fixtureNow = Date.UTC(2026, 10, 19, 17, 32, 10);
export const fixtureZone = 'America/Argentina/Buenos_Aires';

const midnight = Date.UTC(2026, 10, 19, 3);
const dayMs = 86_400_000;

const cardOf = (key: string, title: string, rest: Partial<Card> & { data: CardModel | null }): Card => ({
  key,
  className: 'AnyWidget',
  pack: null,
  title,
  subtitle: '',
  without: [],
  computed: null,
  grid: { w: 4, h: 3, region: 'grid' },
  status: 'ok',
  sourceType: 'internal',
  columns: ['time'],
  asOf: fixtureNow,
  error: null,
  ...rest,
});

const kpi = (key: string, title: string, model: Partial<KpiModel>): Card =>
  cardOf(key, title, {
    grid: { w: 3, h: 2, region: 'grid' },
    data: {
      kind: 'kpi',
      value: null,
      format: {},
      change: null,
      comparedWith: 'vs. ayer',
      spark: [],
      previousSpark: [],
      limit: null,
      ...model,
    },
  });

const today = [3120, 3180, 3050, 2980, 3140, 2890, 3210, 3480, 3620, 3655, 3590, 3640, 3415, 3390, 1856];
const yesterday = [
  ...[3050, 3010, 2960, 2900, 2990, 2840, 3020, 3390, 3470, 3500, 3480, 3520, 3260, 3512, 3410],
  ...[3460, 3440, 3380, 3120, 3350, 3330, 3180, 3060, 3080],
];
const rates = [1.6, 1.51, 1.7, 1.61, 1.5, 1.8, 1.71, 1.61, 1.71, 1.89, 2.4, 3.6, 4.92, 6.4, 6.09];
const toDay = (values: readonly number[]): (number | null)[] =>
  Array.from({ length: 24 }, (_, hour) => values[hour] ?? null);
const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

export const fixtureChart: ChartModel = {
  kind: 'chart',
  labels: hours,
  titles: hours.map((hour) => `${hour}:00–${hour}:59`),
  labelStep: 2,
  running: { index: 14, text: 'hasta 14:32' },
  marks: [
    { index: 0, text: 'Noche' },
    { index: 6, text: 'Mañana' },
    { index: 14, text: 'Tarde' },
    { index: 22, text: 'Noche' },
  ],
  panels: [
    {
      type: 'bars',
      format: {},
      series: [
        { label: 'Hoy', role: 'data', values: toDay(today) },
        { label: 'Ayer', role: 'previous', values: yesterday },
      ],
    },
    {
      type: 'line',
      title: 'Tasa de rechazo',
      format: { percent: true },
      series: [{ label: 'Rechazo', role: 'data', values: toDay(rates.map((rate) => rate / 100)) }],
      limit: { value: 0.02, text: 'Límite 2,0 %' },
    },
  ],
  summary: 'Detecciones por hora, hoy y ayer. Ahora 1.856.',
};

const ranking: RankingModel = {
  kind: 'ranking',
  heads: { name: 'Área', value: 'Tasa', extra: 'Piezas' },
  format: { percent: true },
  max: 0.0559,
  limit: { value: 0.02, text: 'límite 2,0 %' },
  rows: [
    { label: 'Sellado', value: 0.049, extra: 848, exceeded: true },
    { label: 'Empaque', value: 0.015, extra: 142, exceeded: false },
    { label: 'Etiquetado', value: 0.014, extra: 138, exceeded: false },
    { label: 'Llenado', value: 0.011, extra: 126, exceeded: false },
  ],
};

const plan: RankingModel = {
  kind: 'ranking',
  heads: { name: 'Producto', value: 'Hechas', extra: '% plan' },
  format: {},
  extraFormat: { percent: true, decimals: 0 },
  max: 20400,
  tickText: 'Plan a esta hora',
  source: { name: 'ERP', asOf: fixtureNow - 120_000, stale: false },
  rows: [
    { label: 'Atún en aceite 160 g', value: 18942, extra: 0.95, tick: 20000, exceeded: false },
    { label: 'Atún al natural 160 g', value: 12310, extra: 1.03, tick: 12000, exceeded: false },
    { label: 'Sardina 125 g', value: 8104, extra: 0.9, tick: 9000, exceeded: false },
    { label: 'Caballa 200 g', value: 5460, extra: 0.99, tick: 5500, exceeded: false },
    { label: 'Bonito 110 g', value: 3400, extra: 1.03, tick: 3300, exceeded: false },
  ],
};

const table: TableModel = {
  kind: 'table',
  columns: [
    { name: 'time', label: 'Hora', type: 'time' },
    { name: 'product', label: 'Producto', type: 'text' },
    { name: 'area', label: 'Área', type: 'text' },
    { name: 'shift', label: 'Turno', type: 'text' },
    { name: 'weight', label: 'Peso', type: 'number', format: { decimals: 1, unit: 'g' } },
    { name: 'result', label: 'Resultado', type: 'result', bad: ['Rechazo'] },
  ],
  rows: Array.from({ length: 14 }, (_, row) => [
    fixtureNow - 3000 - row * 1000,
    productNames[row % 5]!,
    ['Sellado', 'Empaque', 'Llenado', 'Etiquetado'][row % 4]!,
    'Tarde',
    160 + row / 2,
    row % 5 === 1 ? 'Rechazo' : 'OK',
  ]),
  page: 1,
  pageSize: 14,
  totalRows: 48216,
};

const oneAlert: CardModel = {
  kind: 'alert-strip',
  alerts: [
    {
      name: 'Rechazo en Sellado',
      value: 0.049,
      limit: 0.02,
      format: { percent: true },
      since: midnight + 10 * 3_600_000,
    },
  ],
};

export const fixtureCards: readonly Card[] = [
  cardOf('alerts', 'Avisos', { grid: { w: 12, h: 1, region: 'strip' }, data: oneAlert }),
  kpi('count', 'Detecciones', {
    value: 48216,
    change: { value: 0.032, points: false },
    spark: today,
    previousSpark: yesterday.slice(0, 15),
  }),
  kpi('reject-rate', 'Tasa de rechazo', {
    value: 0.026,
    format: { percent: true },
    change: { value: 0.9, points: true },
    note: '1.254 piezas',
    spark: rates.map((rate) => rate / 100),
    limit: { value: 0.02, exceeded: true },
  }),
  kpi('rate', 'Ritmo, últimos 15 min', {
    value: 3480,
    format: { unit: '/h' },
    change: { value: -0.033, points: false },
    comparedWith: 'vs. objetivo 3.600',
    spark: [3300, 3340, 3460, 3420, 3485, 3525, 3405, 3365, 3445, 3390, 3325, 3378, 3420],
    limit: { value: 3600, exceeded: false },
  }),
  kpi('weight', 'Desvío medio de peso', {
    value: 0.007,
    format: { percent: true, signed: true },
    comparedWith: 'de tolerancia ±3 %',
    spark: [1, 2, 1, 2, 3, 2, 3, 3, 4, 4, 5, 6, 5, 4],
  }),
  cardOf('count-by-hour', 'Detecciones por hora', {
    grid: { w: 8, h: 6, region: 'grid' },
    data: fixtureChart,
  }),
  cardOf('reject-by-area', 'Rechazo por área', { data: ranking }),
  cardOf('plan', 'Producción y plan', {
    grid: { w: 4, h: 4, region: 'grid' },
    sourceType: 'mixed',
    data: plan,
  }),
  cardOf('latest', 'Últimas detecciones', { grid: { w: 8, h: 9, region: 'grid' }, data: table }),
];

/** What the pipeline answers with no filter chosen. */
export const fixtureResult: ApplyResult = {
  dashboard: { slug: 'operation', title: 'Operación diaria' },
  filters: fixtureFilters,
  refused: false,
  range: {
    selected: { from: midnight, to: fixtureNow },
    whole: { from: midnight, to: midnight + dayMs },
    previous: { from: midnight - dayMs, to: fixtureNow - dayMs },
    previousWhole: { from: midnight - dayMs, to: midnight },
    name: 'Hoy',
    comparedWith: 'ayer',
  },
  cards: fixtureCards,
  stats: {
    rows: 48216,
    counted: { label: 'Detecciones', one: 'Detección', rows: 48216, total: 48216 },
    months: [],
    queries: 1,
    ms: 12,
  },
  version: 'fixture',
};
