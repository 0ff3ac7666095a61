import { type Chunk, type MonthState, monthsOf, type TenantId } from '#sdk';
import { createMonthStore } from '../src/months/create-month-store.ts';
import { loadRegistry } from '../src/registry/load-registry.ts';
import type { Tenancy } from '../src/tenancy/open-tenancy.ts';
import { lineCount, period } from './plant.ts';

export type Columns = { readonly chunks: readonly Chunk[]; readonly lines: readonly number[] };

/** The plant's columns as the product keeps them, for the loops by hand. */
export async function readColumns(tenancy: Tenancy, tenant: TenantId): Promise<Columns> {
  const { packs } = await loadRegistry({ pluginsDir: 'plugins', strict: true });
  const dataset = packs.get('plant')!.datasets[0]!;
  const months = createMonthStore({ databases: tenancy, maxBytes: 0 });
  const chunks: Chunk[] = [];
  const lines: number[] = [];
  for (let line = 1; line <= lineCount; line++) {
    for (const month of monthsOf(period)) {
      const state: MonthState = { table: `${dataset.table}_${line}`, month, version: 1, rows: 0 };
      const key = { ...state, tenant, dataset: dataset.key };
      const signal = new AbortController().signal;
      const { chunk } = await months.read(key, { dataset, trace: { queries: 0 }, signal });
      chunks.push(chunk);
      lines.push(line);
    }
  }
  return { chunks, lines };
}
