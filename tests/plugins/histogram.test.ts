import { describe, expect, it } from 'vitest';
import type { HistogramModel } from '#sdk';
import { at, detections, modelOf, type Piece, widgetContext } from './plant-bench.ts';

const settings = {
  dataset: 'detections',
  column: 'weight',
  minus: 'nominal_weight',
  scale: { from: -0.04, to: 0.04, bins: 8 },
  tolerance: { low: -0.03, high: 0.03 },
};

const made = (pieces: readonly Piece[], given: object = {}, context = widgetContext()) =>
  modelOf(
    { class: 'HistogramWidget', settings: { ...settings, ...given } },
    { facts: detections(pieces) },
    context,
  ) as HistogramModel;

/** Every nominal weight is 100 g. */
const weighing = (...weights: (number | null)[]): Piece[] =>
  weights.map((weight) => ({ time: at('08:00'), weight }));

describe('HistogramWidget', () => {
  it('counts deviations from the nominal value in percent', () => {
    const { bins, total, mean, format } = made(weighing(100.5, 100.25, 99.5, null, 102));
    expect(bins.map(({ rows }) => rows)).toEqual([0, 0, 0, 1, 2, 0, 1, 0]);
    expect([bins[0]!.from, bins[7]!.to]).toEqual([-0.04, 0.04]);
    expect([total, mean!.text, format.percent]).toEqual([4, 'media +0,6\u00a0%', true]);
    expect(mean!.value).toBeCloseTo(0.005625, 12);
  });

  it('says how many are outside, those beyond the axis with them', () => {
    const model = made(weighing(96.5, 103.5, 80, 150, 101, 100));
    expect([model.below, model.above]).toEqual([1, 1]);
    expect(model.outside).toEqual({ rows: 4, text: '4 fuera de tolerancia (66,7\u00a0%)' });
    expect(model.bins.map(({ outside }) => outside)).toEqual([
      ...[true, false, false, false, false, false, false, true],
    ]);
    expect(model.tolerances.map(({ text }) => text)).toEqual(['−3\u00a0%', '+3\u00a0%']);
    expect(model.summary).toBe('media +5,2\u00a0%; 4 fuera de tolerancia (66,7\u00a0%)');
  });

  it('writes round ticks without the unit', () => {
    const { ticks } = made(weighing(100));
    expect(ticks.map(({ text }) => text)).toEqual(['−4', '−3', '−2', '−1', '0', '+1', '+2', '+3', '+4']);
    expect(ticks[8]!.value).toBeCloseTo(0.04, 12);
  });

  it('counts plain values and differences in their own unit', () => {
    const scale = { from: 90, to: 110, bins: 4 };
    const plain = made(weighing(91, 100, 109), { minus: undefined, tolerance: undefined, scale });
    expect(plain.bins.map(({ rows }) => rows)).toEqual([1, 0, 1, 1]);
    expect([plain.mean!.value, plain.outside, plain.tolerances]).toEqual([100, null, []]);
    const grams = made(weighing(91, 100), {
      ...{ relative: false, scale: { from: -10, to: 10, bins: 2 }, tolerance: { low: 0, high: 10 } },
      format: { unit: 'g', decimals: 1, signed: true },
    });
    expect([grams.mean!.text, grams.outside!.rows]).toEqual(['media −4,5\u00a0g', 1]);
  });

  it('is empty without values, and refuses tolerances that bins cannot tell', () => {
    expect(made([])).toEqual({ kind: 'empty' });
    expect(made(weighing(null))).toEqual({ kind: 'empty' });
    const between = { tolerance: { low: -0.025, high: 0.03 } };
    const refusal = expect.objectContaining({ code: 'tolerance_between_bins' });
    expect(() => made(weighing(100), between)).toThrow(refusal);
    expect(() => made(weighing(100), { tolerance: { low: -0.05, high: 0.03 } })).toThrow(refusal);
  });
});
