import { AppError, type FilterContext, labelIn, type QueryTrace } from '#sdk';
import type { Dashboard, Placement, TenantSnapshot } from '../../catalog/types.ts';
import { type PlacedFilter, placeFilters } from '../filters/place-filters.ts';
import type { FilterLog } from '../filters/word-failure.ts';
import type { DataScope } from '../query/types.ts';
import type { ApplyRequest } from '../types.ts';
import type { CardLog } from '../widgets/fail-card.ts';
import type { ApplyPorts } from './ports.ts';

/** A dashboard as one person sees it now, before any input. */
export type OpenedDashboard = {
  readonly slug: string;
  readonly title: string;
  readonly version: string;
  readonly filters: readonly PlacedFilter[];
  /** Placements of the cards asked for. */
  readonly widgets: readonly Placement[];
  readonly context: FilterContext;
  readonly scope: DataScope;
  readonly switchedOff: TenantSnapshot['switchedOff'];
  readonly labelOfFilter: (id: string) => string;
  readonly logFilter: FilterLog;
  readonly logCard: CardLog;
};

/** Takes the tenant's metadata from memory. Throws `unknown_dashboard` (404). */
export async function openDashboard(
  request: ApplyRequest,
  ports: ApplyPorts,
  trace: QueryTrace,
): Promise<OpenedDashboard> {
  const { tenant, dashboard: slug, onlyCard, language } = request;
  const snapshot = await ports.catalog.current(tenant, trace);
  const dashboard = findDashboard(snapshot, slug);
  const context = contextOf(request, snapshot);
  const { metadata, months, version, switchedOff } = snapshot;
  const filters = placeFilters(dashboard.placements, ports.registry, { context, switchedOff });
  return {
    slug,
    version,
    title: labelIn(dashboard.title, language),
    filters,
    widgets: dashboard.placements.filter(
      ({ kind, key }) => kind === 'widget' && (!onlyCard || key === onlyCard),
    ),
    context,
    scope: { tenant, metadata, months, language },
    switchedOff,
    labelOfFilter: (id) => filters.find((filter) => filter.id === id)?.label ?? id,
    logFilter: ({ cause, ...failure }) =>
      ports.log.error({ tenant, ...failure, err: cause }, 'A filter failed'),
    logCard: ({ cause, ...failure }) => ports.log.error({ tenant, ...failure, err: cause }, 'A card failed'),
  };
}

function findDashboard({ dashboards }: TenantSnapshot, slug: string): Dashboard {
  const found = dashboards.find((dashboard) => dashboard.slug === slug);
  if (!found) throw new AppError('unknown_dashboard', { status: 404, params: { dashboard: slug } });
  return found;
}

const contextOf = (request: ApplyRequest, { tenant, metadata }: TenantSnapshot): FilterContext => ({
  now: request.now,
  zone: metadata.calendar.zone,
  language: request.language,
  numberLocale: tenant.numberLocale,
  words: request.words,
  user: request.user,
  calendar: metadata.calendar,
  metadata,
});
