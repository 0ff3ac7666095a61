import { type Labels, type Role, roles } from '#sdk';
import { parseJson, parseLabels } from './parse-json.ts';
import type { ReportBadRow } from './reading.ts';
import type { Placement } from './types.ts';

/** A row of `filters` or `widget_catalog`. */
export type CatalogRow = {
  readonly id: number;
  readonly class_name: string;
  readonly title: string;
  readonly subtitle?: string | null;
  readonly settings: string;
};

export type PlacementRow = {
  readonly id: number;
  readonly dashboard_id: number;
  readonly key: string;
  readonly filter_id: number | null;
  readonly widget_id: number | null;
  readonly title: string | null;
  readonly subtitle: string | null;
  readonly settings: string;
  readonly position: number;
  readonly w: number;
  readonly h: number;
  readonly region: string;
  readonly roles: string;
};

export type Catalogue = {
  readonly filters: ReadonlyMap<number, CatalogRow>;
  readonly widgets: ReadonlyMap<number, CatalogRow>;
};

/**
 * A placement over its catalogue row. What cannot be read is reported and carried as `settingsError`; unreadable roles
 * leave it to admins. A row that places neither a filter nor a widget is left out.
 */
export function toPlacement(row: PlacementRow, catalogue: Catalogue, report: ReportBadRow): Placement | null {
  const { table, kind, id, entry } = origin(row, catalogue);
  if (id === null) {
    report({ table: 'placements', row: row.id, reason: 'places neither a filter nor a widget' });
    return null;
  }
  const problems: string[] = [];
  const allowed = readRoles(row, problems);
  const settings = entry ? mergeSettings(row, entry, { table, problems }) : null;
  if (!entry) problems.push(`${table} has no row ${id}`);
  for (const reason of problems) report({ table: 'placements', row: row.id, reason });
  return {
    id: row.id,
    key: row.key,
    kind,
    className: entry?.class_name ?? `${table} ${id}`,
    title: labelsOf(row.title) ?? labelsOf(entry?.title) ?? { es: row.key },
    subtitle: labelsOf(row.subtitle) ?? labelsOf(entry?.subtitle),
    settings,
    settingsError: problems[0] ?? null,
    grid: { w: within(row.w, 12), h: within(row.h, 24), region: row.region === 'strip' ? 'strip' : 'grid' },
    position: row.position,
    roles: allowed,
  };
}

type Origin = {
  readonly table: 'filters' | 'widget_catalog';
  readonly kind: Placement['kind'];
  readonly id: number | null;
  readonly entry: CatalogRow | undefined;
};

function origin({ filter_id, widget_id }: PlacementRow, { filters, widgets }: Catalogue): Origin {
  return filter_id === null
    ? { table: 'widget_catalog', kind: 'widget', id: widget_id, entry: widgets.get(widget_id ?? 0) }
    : { table: 'filters', kind: 'filter', id: filter_id, entry: filters.get(filter_id) };
}

const labelsOf = (text: string | null | undefined): Labels | null => (text ? parseLabels(text) : null);

const within = (span: number, most: number): number => Math.min(Math.max(span, 1), most);

function readRoles(row: PlacementRow, problems: string[]): readonly Role[] {
  const { value } = parseJson(row.roles);
  if (Array.isArray(value) && value.every((role) => roles.includes(role))) return value;
  problems.push(`placements row ${row.id}: the roles cannot be read`);
  return ['admin'];
}

/** The placement's settings over the catalogue's, setting by setting. */
function mergeSettings(
  row: PlacementRow,
  entry: CatalogRow,
  { table, problems }: { table: string; problems: string[] },
): unknown {
  const base = readSettings(entry.settings, `${table} row ${entry.id}`, problems);
  const own = readSettings(row.settings, `placements row ${row.id}`, problems);
  return base && own ? { ...base, ...own } : null;
}

function readSettings(text: string, where: string, problems: string[]): object | null {
  const { value, problem } = parseJson(text);
  if (value && typeof value === 'object' && !Array.isArray(value)) return value;
  problems.push(`${where}: ${problem ?? 'the settings are not an object'}`);
  return null;
}
