import Fastify from 'fastify';
import type { TenantId } from '#sdk';
import { buildServices } from '../src/app.ts';
import type { ApplyResult } from '../src/pipeline/types.ts';
import type { Config } from '../src/shared/config.ts';
import { openTenancy } from '../src/tenancy/open-tenancy.ts';
import { period } from './plant.ts';

/** The product without its port: `apply` is what a page's button runs. */
export type BenchApp = {
  apply(products: readonly number[] | null): Promise<ApplyResult>;
  close(): Promise<void>;
};

const user = { id: 'bench', email: 'bench@bench.example', name: 'Bench', role: 'admin' } as const;

/** Starts with no month in memory; metadata is read ahead and a worker is ready, as at the start of a server. */
export async function openBenchApp(config: Config): Promise<BenchApp> {
  const app = Fastify({ logger: { level: 'error' } });
  const tenancy = openTenancy(config);
  const services = await buildServices(config, { app, databases: tenancy });
  const request = {
    ...{ tenant: 'bench' as TenantId, dashboard: 'bench', user, language: 'es' as const, now: period.to },
    words: services.words.es,
    signal: new AbortController().signal,
  };
  await services.readFilters({ ...request, form: {} });
  return {
    apply: async (products) => {
      const form = { period, ...(products && { product: products }) };
      const result = await services.applyFilters({ ...request, form });
      const failed = result.cards.find(({ status }) => status !== 'ok');
      if (failed) throw new Error(`The card ${failed.key} is ${failed.status}`, { cause: failed.error });
      return result;
    },
    close: async () => {
      await app.close();
      await tenancy.close();
    },
  };
}
