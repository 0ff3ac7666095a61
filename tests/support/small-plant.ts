import type { FactRow } from '#sdk';
import type { Plant, TestApp } from './test-app.ts';

export const utc = (text: string): number => Date.parse(`${text}Z`);

export type SmallPlant = Plant & {
  /** Codes → ids. */
  readonly lines: ReadonlyMap<string, number>;
  readonly products: ReadonlyMap<string, number>;
};

type Item = { id: string; at: string; product: string; pieces: number; reject?: boolean; weight?: number };

/** Around the end of October 2026, Madrid time (UTC+1): each item's id says line and order. */
const items: Record<string, Item[]> = {
  L1: [
    { id: 'a', at: '2026-10-31T22:30', product: 'P1', pieces: 5, weight: 100 },
    { id: 'b', at: '2026-10-31T23:30', product: 'P1', pieces: 3, reject: true, weight: 98.5 },
    { id: 'c', at: '2026-11-01T10:00', product: 'P2', pieces: 2, weight: 250 },
  ],
  L2: [
    { id: 'd', at: '2026-10-31T12:00', product: 'P2', pieces: 7, weight: 251 },
    { id: 'e', at: '2026-11-02T09:00', product: 'P1', pieces: 1, reject: true },
    { id: 'f', at: '2026-11-02T09:05', product: 'P1', pieces: 4, weight: 101 },
  ],
};

/** Two areas with a line each, two products, six detections that fit in the head. */
export async function createSmallPlant(test: TestApp, slug = 'acme'): Promise<SmallPlant> {
  const plant = await test.createPlant(slug);
  const areas = await plant.add('areas', [{ code: 'A' }, { code: 'B' }]);
  const lines = await plant.add('lines', [
    { code: 'L1', parentId: areas.get('A')! },
    { code: 'L2', parentId: areas.get('B')! },
  ]);
  const products = await plant.add('products', [
    { code: 'P1', attributes: { weight: 100, ideal_rate: 3600 } },
    { code: 'P2', attributes: { weight: 250, ideal_rate: 1800 } },
  ]);
  for (const [line, rows] of Object.entries(items)) {
    await plant.write(
      lines.get(line)!,
      rows.map((item) => rowOf(item, products)),
    );
  }
  return { ...plant, lines, products };
}

export const rowOf = (item: Item, products: ReadonlyMap<string, number>): FactRow => ({
  time: utc(item.at),
  sourceId: item.id,
  values: {
    product: products.get(item.product)!,
    result: item.reject ? 1 : 0,
    quantity: item.pieces,
    weight: item.weight ?? null,
  },
});
