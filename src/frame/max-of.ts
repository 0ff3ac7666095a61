import type { NumberArray } from '#sdk';

const known = new WeakMap<NumberArray, number>();

/** The largest value of an array that is never written again; 0 when empty. Remembered. */
export function maxOf(values: NumberArray): number {
  let max = known.get(values);
  if (max === undefined) {
    max = 0;
    for (let row = 0; row < values.length; row++) if (values[row]! > max) max = values[row]!;
    known.set(values, max);
  }
  return max;
}

/** Tells what the largest value is, so that nobody has to look. */
export const rememberMax = (values: NumberArray, max: number): void => {
  known.set(values, max);
};
