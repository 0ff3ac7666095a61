import type { ApplyResult, Card } from '../../pipeline/types.ts';

/** An Apply's result as the API's one JSON dictionary: cards by their key, moments as ISO text. */
export const shapeRun = ({ dashboard, filters, cards, stats }: ApplyResult) => ({
  dashboard,
  filters: {
    values: Object.fromEntries(filters.map(({ id, value }) => [id, value])),
    text: Object.fromEntries(filters.map(({ id, text }) => [id, text])),
  },
  widgets: Object.fromEntries(cards.map((card) => [card.key, shapeCard(card)])),
  stats: { rows: stats.rows, months: stats.months, queries: stats.queries, ms: stats.ms },
});

const shapeCard = ({ className, title, status, sourceType, columns, without, asOf, data, error }: Card) => ({
  class: className,
  title,
  status,
  sourceType,
  columns,
  without,
  asOf: new Date(asOf).toISOString(),
  ...(error ? { error } : {}),
  ...(data && !error ? { data } : {}),
});
