import type { PageHelpers } from '#sdk';
import { type Language, labelIn } from '#sdk';
import type { TenantSnapshot } from '../../catalog/types.ts';
import type { ApplyResult } from '../../pipeline/types.ts';
import { boardView } from './card-view.ts';
import type { DrawnCards } from './draw-own.ts';
import { filterViews } from './filter-view.ts';
import { isOneDay, rangeLine, shortRangeLine } from './range-line.ts';
import { stored } from './stored.ts';
import { switchViews } from './switch-views.ts';
import { valuesToQuery } from './values-to-query.ts';
import type { Views } from './views.ts';

export type DashboardParts = {
  readonly result: ApplyResult;
  readonly snapshot: TenantSnapshot;
  /** Pending card → the run that goes on for it. */
  readonly runs?: ReadonlyMap<string, string> | undefined;
  readonly views: Views;
  readonly page: PageHelpers;
  readonly drawn: DrawnCards;
  readonly language: Language;
};

/** Everything the dashboard's templates draw, worded and formatted as far as that does not belong to a template. */
export function dashboardView({ result, snapshot, runs, views, page, drawn, language }: DashboardParts) {
  const { slug, title } = result.dashboard;
  const { zone } = snapshot.metadata.calendar;
  const query = appliedQuery(result);
  const filters = filterViews(result.filters, page);
  const chips = result.filters.filter((filter) => filter.narrows && filter.text);
  return {
    slug,
    title,
    address: query ? `/d/${slug}?${query}` : `/d/${slug}`,
    dashboards: snapshot.dashboards.map((dashboard) => ({
      slug: dashboard.slug,
      title: labelIn(dashboard.title, language),
    })),
    filters,
    period: filters.find(({ control }) => control.kind === 'period') ?? null,
    chips,
    refused: filters.find(({ error }) => error) ?? null,
    context: rangeLine(result.range, page, zone),
    shortContext: shortRangeLine(result.range, page, zone),
    emptiedByFilters: chips.length > 0 && result.stats.counted?.total !== 0,
    switches: switchViews(snapshot, page),
    stored: stored(snapshot, result.range.selected),
    sameDay: isOneDay(result.range, zone),
    ...countTexts(result, chips.length, page),
    ...boardView(result, { views, query, chips, slug, page, drawn, zone, runs }),
  };
}

export type DashboardView = ReturnType<typeof dashboardView>;

/** The filters that depart from their defaults, as a query string: what makes this view a link. */
export const appliedQuery = ({ filters }: ApplyResult): string =>
  valuesToQuery(
    Object.fromEntries(
      filters.filter(({ isDefault, error }) => !isDefault && !error).map(({ id, value }) => [id, value]),
    ),
  );

function countTexts({ stats, refused }: ApplyResult, filters: number, page: PageHelpers) {
  const count = stats.counted ?? { ...rowWords(page), rows: stats.rows, total: stats.rows };
  const nounOf = (amount: number): string => (amount === 1 ? count.one : count.label).toLowerCase();
  const rows = page.number(count.rows);
  const filterCount = page.t('dashboard.filterCount', { count: filters });
  return {
    noun: count.label.toLowerCase(),
    totalText: refused
      ? ''
      : page.t('filters.total', { rows, total: page.number(count.total), noun: nounOf(count.total) }),
    statusText: filters
      ? page.t('dashboard.status', { rows, noun: nounOf(count.rows), filters: filterCount })
      : page.t('dashboard.statusAll', { rows, noun: nounOf(count.rows) }),
  };
}

const rowWords = (page: PageHelpers) => ({
  label: page.t('dashboard.rows'),
  one: page.t('dashboard.row'),
});
