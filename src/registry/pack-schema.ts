import { roles } from '#sdk';

const key = { type: 'string', pattern: '^[a-z][a-z0-9_-]{0,63}$' };
const name = { type: 'string', pattern: '^[a-z][a-z0-9_]{0,47}$' };
const clock = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' };
const moduleFile = { type: 'string', pattern: '^[\\w-]+(/[\\w-]+)*\\.(ts|js)$' };

const object = (required: Record<string, object>, optional: Record<string, object> = {}): object => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
  additionalProperties: false,
});
const list = (items: object): object => ({ type: 'array', items });
const orEmpty = (items: object): object => ({ ...list(items), default: [] });

const labels = object({ es: { type: 'string', minLength: 1 } }, { en: { type: 'string', minLength: 1 } });
const unit = { type: 'string' };
const decimals = { type: 'integer', minimum: 0, maximum: 9 };

const member = object({
  id: { type: 'integer', minimum: 0, maximum: 255 },
  code: { type: 'string' },
  labels,
});
const column = {
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: [
    object({ kind: { const: 'dimension' }, name, labels, dimension: key }),
    object({ kind: { const: 'derived' }, name, labels, dimension: key, via: name }),
    object({
      kind: { const: 'choice' },
      name,
      labels,
      members: { ...list(member), minItems: 1 },
      default: { type: 'integer' },
    }),
    object(
      { kind: { const: 'measure' }, name, labels, type: { enum: ['int', 'float'] } },
      { unit, decimals, default: { type: 'number' } },
    ),
    object({ kind: { const: 'attribute' }, name, labels, via: name, attribute: name }, { unit, decimals }),
  ],
};

const dimension = object(
  { key, labels, table: name },
  { parent: key, attributes: orEmpty(object({ name, type: { enum: ['number', 'text'] } }, { unit })) },
);
const dataset = object(
  { key, labels, table: name, columns: { ...list(column), minItems: 1 } },
  { splitBy: name, rows: { enum: ['events', 'intervals'], default: 'events' } },
);
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
    dimensions: orEmpty(dimension),
    datasets: orEmpty(dataset),
    calendar,
    filters: orEmpty(entry),
    widgets: orEmpty(entry),
    dashboards: orEmpty(dashboard),
    demo: moduleFile,
    standIns: list(standIn),
  },
);
