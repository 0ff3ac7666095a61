import type { Chunk, NumberArray } from '#sdk';
import { lineCount, period, productCount } from './plant.ts';

const dayMs = 86_400_000;
const hourMs = dayMs / 24;
const days = (period.to - period.from) / dayMs;

/** What the loops add up, one set of cells per card. */
export type ReferenceSums = ReturnType<typeof makeSums>;

const cells = (count: number) => new Float64Array(count);

const makeSums = () => ({
  pieces: cells(2),
  rejects: cells(4),
  weight: cells(2),
  overTime: cells(2 * days),
  ratioOverTime: cells(4 * days),
  byArea: cells(2 * 4),
  byShift: cells(3 * 4),
  byLine: cells(2 * days * lineCount),
  productShift: cells(3 * 3 * (productCount + 1)),
});

/** The eight cards by hand: one loop per chunk that adds each row to every card's cells. `lines` are the chunks' lines. */
export function referenceCards(chunks: readonly Chunk[], lines: readonly number[]): ReferenceSums {
  const sums = makeSums();
  chunks.forEach((chunk, index) => {
    const values = (name: string): NumberArray => chunk.columns.get(name)!.values;
    const columns = { product: values('product'), result: values('result'), quantity: values('quantity') };
    addChunk(
      sums,
      { ...columns, weight: values('weight'), time: chunk.time },
      {
        start: chunk.start,
        line: lines[index]!,
      },
    );
  });
  return sums;
}

type Columns = {
  readonly time: Uint32Array;
  readonly product: NumberArray;
  readonly result: NumberArray;
  readonly quantity: NumberArray;
  readonly weight: NumberArray;
};

function addChunk(
  sums: ReferenceSums,
  columns: Columns,
  { start, line }: { start: number; line: number },
): void {
  const { time, product, result, quantity, weight } = columns;
  const { pieces, rejects, weight: weights, overTime, ratioOverTime } = sums;
  const { byArea, byShift, byLine, productShift } = sums;
  const area = (line - 1) % 2;
  const firstDay = (start - period.from) / dayMs;
  let day = -1;
  let shift = 0;
  let hourEnds = 0;
  for (let row = 0; row < time.length; row++) {
    const at = time[row]!;
    if (at >= hourEnds) {
      const hour = Math.floor(at / hourMs);
      hourEnds = (hour + 1) * hourMs;
      day = firstDay + Math.floor(hour / 24);
      shift = shiftOf(hour % 24);
    }
    const bad = result[row]!;
    const count = quantity[row]!;
    const grams = weight[row]!;
    pieces[0]!++;
    pieces[1]! += count;
    rejects[2 * bad]!++;
    rejects[2 * bad + 1]! += count;
    weights[0]!++;
    weights[1]! += grams;
    overTime[2 * day]!++;
    overTime[2 * day + 1]! += count;
    ratioOverTime[4 * day + 2 * bad]!++;
    ratioOverTime[4 * day + 2 * bad + 1]! += count;
    byArea[4 * area + 2 * bad]!++;
    byArea[4 * area + 2 * bad + 1]! += count;
    byShift[4 * shift + 2 * bad]!++;
    byShift[4 * shift + 2 * bad + 1]! += count;
    const lineDay = 2 * (day * lineCount + line - 1);
    byLine[lineDay]!++;
    byLine[lineDay + 1]! += count;
    const cell = 3 * (3 * product[row]! + shift);
    productShift[cell]!++;
    productShift[cell + 1]! += count;
    productShift[cell + 2]! += grams;
  }
}

const shiftOf = (hour: number): number => (hour >= 6 && hour < 14 ? 0 : hour >= 14 && hour < 22 ? 1 : 2);
