import { expect, it } from 'vitest';
import type { Databases } from '#sdk';
import { createCatalog } from '../../src/catalog/create-catalog.ts';
import { readDashboardFilters } from '../../src/pipeline/apply-filters.ts';
import { inlineHost } from '../../src/pipeline/plugins/inline-host.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import { loadMessages } from '../../src/shared/load-messages.ts';
import { findTenant } from '../../src/tenancy/tenants.ts';
import { testApp } from '../support/test-app.ts';

const closed: Databases = {
  useControl: () => Promise.reject(new Error('The filter panel asked the control database')),
  useTenant: () => Promise.reject(new Error('The filter panel asked the tenant database')),
};

it.each([24, 5000])('a panel of %i products asks no database', async (products) => {
  const test = await testApp('sqlite');
  const plant = await test.createPlant('acme');
  await plant.add(
    'products',
    Array.from({ length: products }, (_, index) => ({ code: `P${index}` })),
  );
  const catalog = createCatalog({
    databases: test.tenancy,
    findTenant: (id) => findTenant(test.tenancy, id),
    maxBytes: 64 * 1024 * 1024,
    reportBadRow: (_tenant, row) => expect.fail(JSON.stringify(row)),
    clock: () => 0,
  });
  await catalog.current(plant.id);
  const registry = await loadRegistry({ pluginsDir: 'plugins', strict: true });
  const outcomes = await readDashboardFilters(
    {
      ...{ tenant: plant.id, dashboard: 'operation', form: {}, language: 'es', now: Date.UTC(2026, 10, 19) },
      user: { id: 'u', email: 'u@acme.example', name: 'U', role: 'viewer' },
      words: (await loadMessages('views')).es,
      signal: new AbortController().signal,
    },
    {
      ...{ catalog, databases: closed, maxWindowRows: 1, log: console },
      ...{ registry, host: inlineHost(registry) },
      months: { read: () => Promise.reject(new Error('facts were read')), holds: () => false },
      api: { call: () => Promise.reject(new Error('an API was called')) },
    },
  );
  const product = outcomes.find(({ id }) => id === 'product')!;
  expect(product.control.options).toHaveLength(products);
});
