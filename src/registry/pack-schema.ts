import {
  datasetSchema,
  dimensionSchema,
  keySchema as key,
  labelsSchema as labels,
  listSchema as list,
  objectSchema as object,
  optionalListSchema as orEmpty,
  roles,
} from '#sdk';

const clock = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' };
const moduleFile = { type: 'string', pattern: '^[\\w-]+(/[\\w-]+)*\\.(ts|js)$' };

const shift = object({
  code: { type: 'string', minLength: 1 },
  labels,
  start: clock,
  end: clock,
  weekdays: { ...list({ type: 'integer', minimum: 1, maximum: 7 }), minItems: 1, uniqueItems: true },
});
const date = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' };
const calendar = object(
  { shifts: list(shift) },
  {
    breaks: orEmpty(object({ shift: { type: 'string' }, start: clock, end: clock })),
    exceptions: orEmpty(object({ date, closed: { type: 'boolean' }, labels })),
  },
);
const entry = object(
  { key, class: { type: 'string', pattern: '^[A-Za-z_$][\\w$]*$' }, title: labels },
  { subtitle: labels, settings: { type: 'object', default: {} } },
);
const card = object(
  {
    widget: key,
    w: { type: 'integer', minimum: 1, maximum: 12 },
    h: { type: 'integer', minimum: 1, maximum: 24 },
  },
  { region: { enum: ['grid', 'strip'] }, roles: list({ enum: [...roles] }) },
);
const dashboard = object({ slug: key, title: labels }, { filters: orEmpty(key), cards: orEmpty(card) });
const standIn = object({
  name: key,
  module: moduleFile,
  port: { type: 'integer', minimum: 1, maximum: 65535 },
});

/** JSON Schema of `pack.yml` (sdk `PackDefinition`); lists left out are filled in empty. */
export const packSchema = object(
  { name: key, labels },
  {
    dimensions: orEmpty(dimensionSchema),
    datasets: orEmpty(datasetSchema),
    calendar,
    filters: orEmpty(entry),
    widgets: orEmpty(entry),
    dashboards: orEmpty(dashboard),
    demo: moduleFile,
    standIns: list(standIn),
  },
);
