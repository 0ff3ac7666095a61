import type { JsonSchema } from '#sdk';

/** An object with exactly these properties, all required unless named optional. */
export const map = (
  properties: Readonly<Record<string, JsonSchema>>,
  optional: readonly string[] = [],
): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

export const text = (maxLength?: number): JsonSchema =>
  maxLength === undefined ? { type: 'string' } : { type: 'string', minLength: 1, maxLength };

export const integer: JsonSchema = { type: 'integer' };
export const nullable = (type: string): JsonSchema => ({ type: [type, 'null'] });
export const list = (items: JsonSchema, maxItems?: number): JsonSchema =>
  maxItems === undefined ? { type: 'array', items } : { type: 'array', items, maxItems };

/** Names to values of one schema; names are ids that only the tenant knows. */
export const dictionary = (values: JsonSchema): JsonSchema => ({
  type: 'object',
  additionalProperties: values,
});

/** An object whose contents its own plugin decides. */
export const open: JsonSchema = { type: 'object', additionalProperties: true };
export const anything: JsonSchema = {};

export const errorAnswer: JsonSchema = map({
  error: map({
    code: text(),
    message: text(),
    field: nullable('string'),
    rule: nullable('string'),
    id: nullable('string'),
  }),
});
