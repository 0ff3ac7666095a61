import { dictionary, integer, list, map, nullable, text } from './schemas.ts';

const number = { type: 'number' } as const;
const month = {
  table: text(),
  month: text(),
  from: { type: 'string', enum: ['memory', 'file', 'sql'] },
  rows: integer,
  ms: number,
} as const;

const moment = { type: 'string', format: 'date-time' } as const;

const data = map({
  dataset: text(),
  label: text(),
  months: list(map({ ...month, member: nullable('string'), grouped: { type: 'boolean' } })),
  rowsRead: integer,
  kept: list(map({ from: moment, to: moment, rows: nullable('integer') })),
  received: list(text()),
  left: list(text()),
});

/** How a card was computed: the run's own record. */
export const computedSchema = map({
  data: list(data),
  apis: list(map({ api: text(), status: text(), asOf: nullable('string') })),
  stages: dictionary(number),
  queries: integer,
  version: text(),
});
