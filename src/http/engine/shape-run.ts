import type { ApplyResult, Card, Computed } from '../../pipeline/types.ts';

/** An Apply's result as the API's one JSON dictionary: cards by their key, moments as ISO text. */
export const shapeRun = ({ dashboard, filters, cards, stats }: ApplyResult) => ({
  dashboard,
  filters: {
    values: Object.fromEntries(filters.map(({ id, value }) => [id, value])),
    text: Object.fromEntries(filters.map(({ id, text }) => [id, text])),
  },
  widgets: Object.fromEntries(cards.map((card) => [card.key, shapeCard(card)])),
  stats: {
    rows: stats.rows,
    months: stats.months.map(({ table, month, from, rows }) => ({ table, month, from, rows })),
    queries: stats.queries,
    ms: stats.ms,
    widgets: Object.fromEntries(
      cards.flatMap(({ key, computed }) => (computed ? [[key, shapeComputed(computed)]] : [])),
    ),
  },
});

const shapeCard = ({ className, asOf, data, error, ...card }: Card) => ({
  class: className,
  title: card.title,
  status: card.status,
  sourceType: card.sourceType,
  columns: card.columns,
  without: card.without,
  asOf: isoTime(asOf),
  ...(error ? { error } : {}),
  ...(data && !error ? { data } : {}),
});

const shapeComputed = ({ data, apis, stages, queries, version }: Computed) => ({
  data: data.map(({ kept, ...one }) => ({
    ...one,
    kept: kept.map(({ from, to, rows }) => ({ from: isoTime(from), to: isoTime(to), rows })),
  })),
  apis: apis.map(({ asOf, ...api }) => ({ ...api, asOf: asOf === null ? null : isoTime(asOf) })),
  stages: Object.fromEntries(stages.map(({ stage, ms }) => [stage, ms])),
  queries,
  version,
});

const isoTime = (instant: number): string => new Date(instant).toISOString();
