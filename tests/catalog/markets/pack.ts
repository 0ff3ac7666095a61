import { fileURLToPath } from 'node:url';
import type { DimensionDeclaration, PackDefinition } from '#sdk';

export const marketsMigrations = {
  pack: 'markets',
  folder: fileURLToPath(new URL('./migrations', import.meta.url)),
};

export const markets: DimensionDeclaration = {
  key: 'markets',
  labels: { es: 'Mercado', en: 'Market' },
  table: 'markets',
  attributes: [],
};
export const symbols: DimensionDeclaration = {
  key: 'symbols',
  labels: { es: 'Símbolo', en: 'Symbol' },
  table: 'symbols',
  parent: 'markets',
  attributes: [
    { name: 'lot_size', type: 'number' },
    { name: 'isin', type: 'text' },
  ],
};

/** A field that is not a plant's: daily prices of symbols in markets. */
export const marketsPack: PackDefinition = {
  name: 'markets',
  labels: { es: 'Mercados', en: 'Markets' },
  dimensions: [markets, symbols],
  datasets: [
    {
      key: 'prices',
      labels: { es: 'Precios', en: 'Prices' },
      table: 'prices',
      rows: 'intervals',
      columns: [
        { kind: 'dimension', name: 'symbol', labels: { es: 'Símbolo' }, dimension: 'symbols' },
        { kind: 'derived', name: 'market', labels: { es: 'Mercado' }, dimension: 'markets', via: 'symbol' },
        { kind: 'measure', name: 'close', labels: { es: 'Cierre' }, type: 'float', decimals: 2 },
      ],
    },
  ],
  calendar: {
    shifts: [
      { code: 'open', labels: { es: 'Sesión' }, start: '09:00', end: '17:30', weekdays: [1, 2, 3, 4, 5] },
      { code: 'late', labels: { es: 'Noche' }, start: '22:00', end: '06:00', weekdays: [5] },
    ],
    breaks: [{ shift: 'open', start: '12:00', end: '12:15' }],
    exceptions: [{ date: '2026-12-25', closed: true, labels: { es: 'Navidad' } }],
  },
  filters: [
    { key: 'symbol', class: 'MultiSelectFilter', title: { es: 'Símbolo' }, settings: { column: 'symbol' } },
  ],
  widgets: [
    {
      key: 'close-by-day',
      class: 'LineChartWidget',
      title: { es: 'Cierre', en: 'Close' },
      subtitle: { es: 'por día' },
      settings: { grain: 'day', dataset: 'prices' },
    },
  ],
  dashboards: [
    {
      slug: 'daily',
      title: { es: 'Diario', en: 'Daily' },
      filters: ['symbol'],
      cards: [{ widget: 'close-by-day', w: 8, h: 3, roles: ['manager'] }],
    },
  ],
};
