/** Pieces of the widgets' and filters' settings schemas (JSON Schema draft 7). */
export const name = { type: 'string', minLength: 1 } as const;

export const labels = {
  type: 'object',
  properties: { es: { type: 'string' }, en: { type: 'string' } },
  required: ['es'],
  additionalProperties: false,
} as const;

export const memberIds = { type: 'array', items: { type: 'integer' }, minItems: 1 } as const;

export const grain = { enum: ['auto', 'minute', 'hour', 'shift', 'day', 'week', 'month'] } as const;

export const numberFormat = {
  type: 'object',
  properties: {
    decimals: { type: 'integer', minimum: 0, maximum: 9 },
    unit: { type: 'string' },
    percent: { type: 'boolean' },
    signed: { type: 'boolean' },
  },
  additionalProperties: false,
} as const;

export const limit = {
  type: 'object',
  properties: { value: { type: 'number' }, side: { enum: ['above', 'below'] } },
  required: ['value'],
  additionalProperties: false,
} as const;

/** What is measured: see `values/value.ts`. */
export const value = {
  type: 'object',
  properties: {
    fn: { enum: ['count', 'sum', 'mean', 'min', 'max', 'distinct', 'ratio', 'part', 'rate'] },
    column: name,
    part: {
      type: 'object',
      properties: { column: name, values: memberIds },
      required: ['column', 'values'],
      additionalProperties: false,
    },
    scale: { type: 'number' },
  },
  required: ['fn'],
  allOf: [
    {
      if: { properties: { fn: { enum: ['sum', 'mean', 'min', 'max', 'distinct'] } } },
      // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
      then: { required: ['column'] },
    },
    // biome-ignore lint/suspicious/noThenProperty: a JSON Schema keyword
    { if: { properties: { fn: { enum: ['ratio', 'part'] } } }, then: { required: ['part'] } },
  ],
  additionalProperties: false,
} as const;
