import type { Metadata } from '#sdk';
import { loadCalendar } from './load-calendar.ts';
import { loadDashboards } from './load-dashboards.ts';
import { loadDatasets } from './load-datasets.ts';
import { loadDimensions } from './load-dimensions.ts';
import type { Reading } from './reading.ts';
import type { Dashboard } from './types.ts';

export type Catalogue = { readonly metadata: Metadata; readonly dashboards: readonly Dashboard[] };

/** Everything a tenant has declared, read whole: about ten statements and one per dimension. */
export async function loadCatalogue(reading: Reading): Promise<Catalogue> {
  const dimensions = await loadDimensions(reading);
  const datasets = await loadDatasets(reading, new Set(dimensions.keys()));
  const calendar = await loadCalendar(reading);
  return { metadata: { datasets, dimensions, calendar }, dashboards: await loadDashboards(reading) };
}
