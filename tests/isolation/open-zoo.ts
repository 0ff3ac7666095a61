import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CatalogEntry, PackDefinition } from '#sdk';
import { installPack } from '../../src/catalog/install-pack.ts';
import { type Config, pluginLimits } from '../../src/shared/config.ts';
import { createSmallPlant, type SmallPlant } from '../support/small-plant.ts';
import { type TestApp, testApp } from '../support/test-app.ts';

/** Short, so that a test of what is too long is not. */
export const shortLimits = { ...pluginLimits, timeMs: 2000, outsideMb: 64, heapMb: 32 };

export type Zoo = SmallPlant & { readonly test: TestApp };

/**
 * An app whose plugins folder holds the zoo beside the shipped packs. `dashboards` says which classes stand on which,
 * beside the plant's period.
 */
export async function openZoo(
  dashboards: Readonly<Record<string, readonly string[]>>,
  given: Partial<Config> = {},
): Promise<Zoo> {
  const test = await testApp('sqlite', {
    pluginsDir: await zooFolder(),
    pluginLimits: shortLimits,
    ...given,
  });
  const plant = await createSmallPlant(test);
  await test.tenancy.useTenant(plant.id, (database) => installPack(database, zooPack(dashboards)));
  return { ...plant, test };
}

/** Inside the project, where "#sdk" resolves. */
async function zooFolder(): Promise<string> {
  const project = join(import.meta.dirname, '../..');
  await mkdir(join(project, 'tmp'), { recursive: true });
  const folder = await mkdtemp(join(project, 'tmp/zoo-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(join(project, 'plugins'), folder, { recursive: true });
  await cp(join(import.meta.dirname, 'zoo'), join(folder, 'zoo'), { recursive: true });
  return folder;
}

const isFilter = (name: string): boolean => name.endsWith('Filter');
const labels = (es: string) => ({ es });

/** Keys are the classes' names in lower case; `GoodWidget#2` is another placement of the class. */
export const keyOf = (name: string): string => name.toLowerCase().replace('#', '-');

const entryOf = (name: string): CatalogEntry => ({
  key: keyOf(name),
  class: name.split('#')[0]!,
  title: labels(name),
  settings: {},
});

function zooPack(dashboards: Readonly<Record<string, readonly string[]>>): PackDefinition {
  const names = [...new Set(Object.values(dashboards).flat())];
  return {
    ...{ name: 'zoo', labels: labels('Zoo'), dimensions: [], datasets: [] },
    filters: names.filter(isFilter).map(entryOf),
    widgets: names.filter((name) => !isFilter(name)).map(entryOf),
    dashboards: Object.entries(dashboards).map(([slug, own]) => ({
      ...{ slug, title: labels(slug), filters: ['period', ...own.filter(isFilter).map(keyOf)] },
      cards: own.filter((name) => !isFilter(name)).map((name) => ({ widget: keyOf(name), w: 3, h: 2 })),
    })),
  };
}
