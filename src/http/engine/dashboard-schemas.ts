import { computedSchema } from './computed-schema.ts';
import { security } from './open-api.ts';
import { anything, dictionary, errorAnswer, integer, list, map, nullable, open, text } from './schemas.ts';

const params = map({ slug: text(64) });

const grid = map({ w: integer, h: integer, region: text() });
const dashboard = map({ slug: text(), title: text() });
const failures = { default: errorAnswer };

export const listSchema = {
  summary: 'The dashboards of the tenant',
  security,
  response: { 200: map({ dashboards: list(dashboard) }), ...failures },
};

export const describeSchema = {
  summary: 'The filters of a dashboard with their options, and its widgets',
  security,
  params,
  response: {
    200: map({
      dashboard,
      filters: list(map({ id: text(), class: text(), label: text(), control: open })),
      widgets: list(map({ id: text(), class: text(), title: text(), grid })),
    }),
    ...failures,
  },
};

const widget = map(
  {
    class: text(),
    title: text(),
    status: { type: 'string', enum: ['ok', 'empty', 'stale', 'pending', 'error'] },
    sourceType: nullable('string'),
    columns: list(text()),
    without: list(text()),
    asOf: { type: 'string', format: 'date-time' },
    data: open,
    error: map({ code: text(), message: text(), id: nullable('string') }),
  },
  ['data', 'error'],
);

const month = map({ table: text(), month: text(), from: text(), rows: integer });

export const runSchema = {
  summary: 'Apply filters and compute every widget',
  security,
  params,
  body: map(
    {
      filters: { ...dictionary(anything), maxProperties: 100 },
      pages: { ...dictionary({ type: 'integer', minimum: 1, maximum: 1_000_000 }), maxProperties: 100 },
    },
    ['filters', 'pages'],
  ),
  response: {
    200: map({
      dashboard,
      filters: map({ values: open, text: dictionary(text()) }),
      widgets: dictionary(widget),
      stats: map({
        rows: integer,
        months: list(month),
        queries: integer,
        ms: { type: 'number' },
        widgets: dictionary(computedSchema),
      }),
    }),
    ...failures,
  },
};

export const planSchema = {
  summary: 'What a run would read, without reading it: line-months, rows, bytes, an estimated time',
  security,
  params,
  body: map({ filters: { ...dictionary(anything), maxProperties: 100 } }, ['filters']),
  response: {
    200: map({
      dashboard,
      chunks: list(
        map({
          ...{ table: text(), month: text(), rows: integer, bytes: integer },
          from: { type: 'string', enum: ['memory', 'file', 'sql'] },
        }),
      ),
      ...{ rows: integer, bytes: integer, maxRows: integer, estimatedMs: integer },
      overBudget: list(
        map({
          ...{ card: text(), need: text(), rows: integer },
          answer: { type: 'string', enum: ['grouped', 'refused'] },
        }),
      ),
    }),
    ...failures,
  },
};
