import type { Knex } from 'knex';
import { type CatalogEntry, type Database, type PackDashboard, type PackDefinition, refuse } from '#sdk';
import { writeCalendar } from './set-calendar.ts';
import { upsert } from './upsert.ts';
import { writeMetadata } from './write-metadata.ts';

/**
 * Writes a pack's declarations into a tenant's catalogue, all or nothing; its tables must have been migrated before. A
 * rerun brings everything to the pack's state by key; it removes nothing, and leaves alone what the tenant says over it:
 * titles and settings of placements, and a calendar that has shifts. Refuses a key that belongs to another pack.
 */
export async function installPack(database: Database, pack: PackDefinition): Promise<void> {
  await writeMetadata(database, async (trx) => {
    const own = (table: Owned, key: string, values: Row): Promise<number> =>
      writeOwned(trx, { table, key, pack: pack.name }, values);
    for (const one of pack.dimensions) await own('dimensions', one.key, { definition: JSON.stringify(one) });
    for (const one of pack.datasets) await own('datasets', one.key, { definition: JSON.stringify(one) });
    for (const one of pack.filters) await own('filters', one.key, entryRow(one));
    for (const one of pack.widgets) await own('widget_catalog', one.key, widgetRow(one));
    await offerCalendar(trx, pack);
    for (const dashboard of pack.dashboards) await writeDashboard(trx, dashboard);
  });
}

type Row = Readonly<Record<string, string | number | null>>;
type Owned = 'dimensions' | 'datasets' | 'filters' | 'widget_catalog';
type OwnedRow = { readonly table: Owned; readonly key: string; readonly pack: string };

async function writeOwned(
  trx: Knex.Transaction,
  { table, key, pack }: OwnedRow,
  values: Row,
): Promise<number> {
  const known = await trx(table).where({ key }).first('pack');
  if (known && known.pack !== pack) {
    throw refuse('pack_key_taken', key, { key, table, pack: known.pack ?? '—' });
  }
  return upsert(trx, table, { where: { key }, values: { ...values, pack } });
}

const entryRow = (entry: CatalogEntry): Row => ({
  class_name: entry.class,
  title: JSON.stringify(entry.title),
  settings: JSON.stringify(entry.settings),
});

const widgetRow = (widget: CatalogEntry): Row => ({
  ...entryRow(widget),
  subtitle: widget.subtitle ? JSON.stringify(widget.subtitle) : null,
});

/** A plant that has no shifts yet gets the pack's; its zone stays. */
async function offerCalendar(trx: Knex.Transaction, { calendar }: PackDefinition): Promise<void> {
  if (!calendar || (await trx('shifts').first('id'))) return;
  const known = await trx('calendars').orderBy('id').first('zone');
  await writeCalendar(trx, { ...calendar, zone: known?.zone ?? 'UTC' });
}

async function writeDashboard(trx: Knex.Transaction, dashboard: PackDashboard): Promise<void> {
  const { slug, title } = dashboard;
  const known = await trx('dashboards').where({ slug }).first('position');
  const values = { title: JSON.stringify(title), position: known?.position ?? (await nextPosition(trx)) };
  const id = await upsert(trx, 'dashboards', { where: { slug }, values });
  for (const { key, ...values } of await placementsOf(trx, dashboard)) {
    await upsert(trx, 'placements', {
      where: { dashboard_id: id, key },
      values,
      onlyNew: { settings: '{}' },
    });
  }
}

async function nextPosition(trx: Knex.Transaction): Promise<number> {
  const last = await trx('dashboards').max({ position: 'position' }).first();
  return (last?.position ?? 0) + 1;
}

type PlacementRow = Row & { readonly key: string };

/** Filters and cards share one dashboard's keys. */
async function placementsOf(
  trx: Knex.Transaction,
  { filters, cards }: PackDashboard,
): Promise<PlacementRow[]> {
  const filterIds = await idsOf(trx, 'filters');
  const widgetIds = await idsOf(trx, 'widget_catalog');
  const placed = [
    ...filters.map((key, index) => ({
      ...filterPlace,
      key,
      filter_id: idIn(filterIds, key),
      position: index + 1,
    })),
    ...cards.map(({ widget: key, w, h, region = 'grid', roles = [] }, index) => ({
      ...{ key, filter_id: null, widget_id: idIn(widgetIds, key), position: index + 1 },
      ...{ w, h, region, roles: JSON.stringify(roles) },
    })),
  ];
  const twice = placed.find(({ key }, index) => placed.findIndex((one) => one.key === key) < index);
  if (twice) throw refuse('pack_key_twice', twice.key, { key: twice.key });
  return placed;
}

const filterPlace = { widget_id: null, w: 1, h: 1, region: 'grid', roles: '[]' };

async function idsOf(
  trx: Knex.Transaction,
  table: 'filters' | 'widget_catalog',
): Promise<Map<string, number>> {
  const rows: { id: number; key: string }[] = await trx(table).select('id', 'key');
  return new Map(rows.map(({ id, key }) => [key, id]));
}

function idIn(ids: ReadonlyMap<string, number>, key: string): number {
  const id = ids.get(key);
  if (id === undefined) throw refuse('pack_unknown_key', key, { key });
  return id;
}
