/** Names in the catalogue, and names of tables and columns. */
export const keySchema = { type: 'string', pattern: '^[a-z][a-z0-9_-]{0,63}$' };
export const columnNameSchema = { type: 'string', pattern: '^[a-z][a-z0-9_]{0,47}$' };

/** A schema of an object with exactly these properties. */
export const objectSchema = (
  required: Record<string, object>,
  optional: Record<string, object> = {},
): object => ({
  type: 'object',
  required: Object.keys(required),
  properties: { ...required, ...optional },
  additionalProperties: false,
});

export const listSchema = (items: object): object => ({ type: 'array', items });

/** A list that is filled in empty when it is left out. */
export const optionalListSchema = (items: object): object => ({ ...listSchema(items), default: [] });

const name = columnNameSchema;
const unit = { type: 'string' };
const decimals = { type: 'integer', minimum: 0, maximum: 9 };

export const labelsSchema = objectSchema(
  { es: { type: 'string', minLength: 1 } },
  { en: { type: 'string', minLength: 1 } },
);
const labels = labelsSchema;

const choice = objectSchema({
  id: { type: 'integer', minimum: 0, maximum: 255 },
  code: { type: 'string' },
  labels,
});

const column = {
  type: 'object',
  required: ['kind'],
  discriminator: { propertyName: 'kind' },
  oneOf: [
    objectSchema({ kind: { const: 'dimension' }, name, labels, dimension: keySchema }),
    objectSchema({ kind: { const: 'derived' }, name, labels, dimension: keySchema, via: name }),
    objectSchema({
      kind: { const: 'choice' },
      name,
      labels,
      members: { ...listSchema(choice), minItems: 1 },
      default: { type: 'integer' },
    }),
    objectSchema(
      { kind: { const: 'measure' }, name, labels, type: { enum: ['int', 'float'] } },
      { unit, decimals, default: { type: 'number' } },
    ),
    objectSchema(
      { kind: { const: 'attribute' }, name, labels, via: name, attribute: name },
      { unit, decimals },
    ),
  ],
};

const attribute = objectSchema({ name, type: { enum: ['number', 'text'] } }, { unit });

/** JSON Schema of a DimensionDeclaration; needs ajv's `useDefaults`. */
export const dimensionSchema = objectSchema(
  { key: keySchema, labels, table: name },
  { parent: keySchema, attributes: optionalListSchema(attribute) },
);

/** JSON Schema of a Dataset; needs ajv's `discriminator` and `useDefaults`. */
export const datasetSchema = objectSchema(
  { key: keySchema, labels, table: name, columns: { ...listSchema(column), minItems: 1 } },
  {
    one: labels,
    splitBy: name,
    rows: { enum: ['events', 'intervals'], default: 'events' },
    freshnessSeconds: { type: 'integer', minimum: 1, maximum: 86_400 },
  },
);
