import type { FilterContext, Member } from '#sdk';
import { loadRegistry } from '../src/registry/load-registry.ts';

const times = 2000;

/** Microseconds that a filter takes to list the options of so many products from the metadata, as a median. */
export async function timeOptions(products: number): Promise<number> {
  const { filters, packs } = await loadRegistry({ pluginsDir: 'plugins', strict: true });
  const plant = packs.get('plant')!;
  const members = Array.from(
    { length: products },
    (_, index): Member => ({
      ...{ id: index + 1, code: `P${index}`, parentId: null, attributes: {} },
      labels: { es: `Producto ${index}` },
    }),
  );
  const byId = new Map(members.map((member) => [member.id, member]));
  const declared = plant.dimensions.find(({ key }) => key === 'products')!;
  const metadata = {
    datasets: new Map(plant.datasets.map((dataset) => [dataset.key, dataset])),
    dimensions: new Map([['products', { ...declared, members, byId }]]),
  };
  const context = { metadata, language: 'es', words: {} } as unknown as FilterContext;
  const { pluginClass: MultiSelectFilter } = filters.get('MultiSelectFilter')!;
  const settings = { dataset: 'detections', column: 'product' };
  const filter = new MultiSelectFilter(settings as never, 'product');
  const spent = Array.from({ length: times }, () => {
    const began = performance.now();
    filter.options(context);
    return (performance.now() - began) * 1000;
  });
  return spent.sort((a, b) => a - b)[times / 2]!;
}
