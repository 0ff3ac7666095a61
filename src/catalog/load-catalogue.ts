import { loadCalendar } from './load-calendar.ts';
import { loadDashboards } from './load-dashboards.ts';
import { loadDatasets } from './load-datasets.ts';
import { loadDimensions } from './load-dimensions.ts';
import { loadSwitches } from './load-switches.ts';
import type { Reading } from './reading.ts';
import type { TenantSnapshot } from './types.ts';

export type Catalogue = Pick<TenantSnapshot, 'metadata' | 'dashboards' | 'switchedOff'>;

/** Everything a tenant has declared, read whole: about ten statements and one per dimension. */
export async function loadCatalogue(reading: Reading): Promise<Catalogue> {
  const dimensions = await loadDimensions(reading);
  const datasets = await loadDatasets(reading, new Set(dimensions.keys()));
  const calendar = await loadCalendar(reading);
  const dashboards = await loadDashboards(reading);
  const switchedOff = await loadSwitches(reading);
  return { metadata: { datasets, dimensions, calendar }, dashboards, switchedOff };
}
