import { parseLabels } from './parse-json.ts';
import { compareText, type Reading } from './reading.ts';
import { type CatalogRow, type PlacementRow, toPlacement } from './to-placement.ts';
import type { Dashboard, Placement } from './types.ts';

type DashboardRow = { id: number; slug: string; title: string; position: number };

/** The dashboards with what is placed on them, in their order. */
export async function loadDashboards(reading: Reading): Promise<Dashboard[]> {
  const rows: DashboardRow[] = await reading.knex('dashboards').select('id', 'slug', 'title', 'position');
  const placements = await loadPlacements(reading);
  return rows
    .sort((a, b) => a.position - b.position || compareText(a.slug, b.slug))
    .map(({ id, slug, title }) => ({
      id,
      slug,
      title: parseLabels(title) ?? { es: slug },
      placements: (placements.get(id) ?? []).sort(byPlace),
    }));
}

const byPlace = (a: Placement, b: Placement): number => a.position - b.position || compareText(a.key, b.key);

async function loadPlacements(reading: Reading): Promise<Map<number, Placement[]>> {
  const { knex } = reading;
  const filters = byId(await knex('filters').select('id', 'class_name', 'title', 'settings'));
  const widgets = byId(
    await knex('widget_catalog').select('id', 'class_name', 'title', 'subtitle', 'settings'),
  );
  const rows: PlacementRow[] = await knex('placements').orderBy('id');
  const placed = new Map<number, Placement[]>();
  for (const row of rows) {
    const placement = toPlacement(row, { filters, widgets }, reading.report);
    if (placement) placed.set(row.dashboard_id, [...(placed.get(row.dashboard_id) ?? []), placement]);
  }
  return placed;
}

const byId = (rows: CatalogRow[]): ReadonlyMap<number, CatalogRow> =>
  new Map(rows.map((row) => [row.id, row]));
