import type { FilterOutcome } from '../../src/pipeline/types.ts';

const filterOf = (id: string, label: string, rest: Partial<FilterOutcome>): FilterOutcome => ({
  id,
  className: 'AnyFilter',
  label,
  control: { kind: 'toggle', options: [], selected: false },
  value: null,
  text: '',
  narrows: false,
  isDefault: true,
  error: null,
  ...rest,
});

export const productNames = [
  'Atún en aceite 160 g',
  'Atún al natural 160 g',
  'Sardina 125 g',
  'Caballa 200 g',
  'Bonito 110 g',
  'Atún en aceite 320 g',
  'Ensalada de atún 150 g',
  'Mejillón 115 g',
  'Anchoa 50 g',
  'Sardinilla 90 g',
];

export const fixtureFilters: readonly FilterOutcome[] = [
  filterOf('period', 'Periodo', {
    value: 'today',
    text: 'Hoy',
    control: {
      kind: 'period',
      options: [
        { value: 'thisShift', label: 'Este turno' },
        { value: 'previousShift', label: 'Turno anterior' },
        { value: 'today', label: 'Hoy' },
        { value: 'yesterday', label: 'Ayer' },
        { value: '7d', label: '7 días' },
        { value: '30d', label: '30 días' },
      ],
      featured: ['thisShift', 'today', 'yesterday', '7d'],
      selected: 'today',
      from: '2026-11-19T00:00',
      to: '2026-11-19T14:32',
    },
  }),
  filterOf('line', 'Línea', {
    control: {
      kind: 'select',
      all: 'Todas',
      options: [8120, 6230, 1870, 3120].map((count, index) => ({
        value: index + 1,
        label: `Línea ${index + 1}`,
        count,
      })),
      selected: null,
    },
  }),
  filterOf('product', 'Producto', {
    value: [],
    control: {
      kind: 'multi-select',
      options: productNames.map((label, index) => ({
        value: index + 1,
        label,
        count: [11690, 7650, 4210, 2830, 1744, 0, 0, 920, 310, 88][index]!,
      })),
      selected: [],
    },
  }),
  filterOf('shift', 'Turno', {
    value: [],
    control: {
      kind: 'multi-select',
      options: [
        { value: 1, label: 'Mañana', count: 18138 },
        { value: 2, label: 'Tarde', count: 1202 },
        { value: 3, label: 'Noche', count: 11894 },
      ],
      selected: [],
    },
  }),
  filterOf('area', 'Área', {
    value: [],
    control: {
      kind: 'multi-select',
      options: [
        { value: 1, label: 'Llenado', count: 4605 },
        { value: 2, label: 'Sellado', count: 6940 },
        { value: 3, label: 'Etiquetado', count: 3945 },
        { value: 4, label: 'Empaque', count: 3850 },
      ],
      selected: [],
    },
  }),
  filterOf('result', 'Resultado', {
    value: false,
    control: {
      kind: 'toggle',
      options: [{ value: 1, label: 'Solo rechazos', count: 1254 }],
      selected: false,
    },
  }),
];
