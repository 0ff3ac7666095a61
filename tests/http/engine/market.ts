import type { Dataset, TenantId } from '#sdk';
import type { Dashboard, TenantSnapshot } from '../../../src/catalog/types.ts';
import type { ApplyResult, Card, FilterOutcome } from '../../../src/pipeline/types.ts';

export const demo = 'demo' as TenantId;
export const noon = Date.UTC(2026, 10, 20, 12);

const prices: Dataset = {
  key: 'prices',
  labels: { es: 'Precios' },
  table: 'prices',
  splitBy: 'symbol',
  rows: 'intervals',
  columns: [
    { kind: 'dimension', name: 'symbol', labels: { es: 'Valor' }, dimension: 'symbols' },
    { kind: 'measure', name: 'close', labels: { es: 'Cierre' }, type: 'float' },
    { kind: 'measure', name: 'volume', labels: { es: 'Volumen' }, type: 'int', default: 0 },
  ],
};

const symbols = {
  key: 'symbols',
  labels: { es: 'Valores' },
  table: 'symbols',
  attributes: [],
  byId: new Map(),
  members: ['ACME', 'GLOBEX'].map((code, i) => ({
    ...{ id: i + 1, code, labels: { es: code } },
    ...{ parentId: null, attributes: {} },
  })),
};

export const placement = {
  ...{ id: 1, subtitle: null, settings: {}, settingsError: null, position: 1, roles: [] },
  grid: { w: 6, h: 2, region: 'grid' as const },
};

const board: Dashboard = {
  id: 1,
  slug: 'market',
  title: { es: 'Mercado', en: 'Market' },
  placements: [
    { ...placement, key: 'period', kind: 'filter', className: 'DateRangeFilter', title: { es: 'Periodo' } },
    {
      ...placement,
      key: 'last',
      kind: 'widget',
      className: 'KpiWidget',
      title: { es: 'Último', en: 'Last' },
    },
    {
      ...{ ...placement, roles: ['admin' as const] },
      ...{ key: 'secret', kind: 'widget', className: 'KpiWidget', title: { es: 'Reservado' } },
    },
  ],
};

export const snapshot: TenantSnapshot = {
  tenant: { id: demo, name: 'Demo', numberLocale: 'es-ES', language: 'es' },
  metadata: {
    datasets: new Map([['prices', prices]]),
    dimensions: new Map([['symbols', symbols]]),
    calendar: { zone: 'Europe/Madrid', shifts: [], breaks: [], exceptions: [] },
  },
  dashboards: [board],
  months: new Map(),
  switchedOff: new Map(),
  version: '1',
};

export const period: FilterOutcome = {
  ...{ id: 'period', className: 'DateRangeFilter', label: 'Periodo' },
  control: {
    ...{ kind: 'period', selected: 'today', from: '', to: '' },
    options: [{ value: 'today', label: 'Hoy' }],
  },
  ...{ value: 'today', text: 'Hoy', narrows: false, isDefault: true, error: null },
};

const card: Card = {
  ...{
    key: 'last',
    className: 'KpiWidget',
    pack: 'market',
    title: 'Último',
    subtitle: '',
    without: [],
    computed: null,
  },
  grid: placement.grid,
  ...{ status: 'ok', sourceType: 'internal', columns: ['close'], asOf: noon, error: null },
  data: { kind: 'kpi', value: 12.5, spark: [1, null, 2] },
};

const span = { from: noon - 1000, to: noon };
export const result: ApplyResult = {
  dashboard: { slug: 'market', title: 'Mercado' },
  filters: [period],
  refused: false,
  range: {
    ...{ selected: span, whole: span, previous: span, previousWhole: span },
    ...{ name: 'Hoy', comparedWith: 'vs. ayer' },
  },
  cards: [
    card,
    {
      ...card,
      key: 'plan',
      status: 'error',
      data: null,
      error: { code: 'api_timeout', message: 'm', id: 'a1' },
    },
  ],
  stats: {
    ...{ rows: 3, queries: 2, ms: 1.5, counted: null },
    months: [{ table: 'prices_1', month: '2026-11', from: 'sql', rows: 3, ms: 0.5 }],
  },
  version: '1',
};
