/** The least and the largest of the values told apart by greys. */
export type Scale = { readonly least: number; readonly most: number };

export function scaleOf(values: readonly (number | null)[]): Scale {
  const known = values.filter((value) => value !== null);
  return { least: Math.min(...known), most: Math.max(...known) };
}

/** Thirds of the scale; the lowest where all values are equal. */
export function levelOf(value: number | null, { least, most }: Scale): 0 | 1 | 2 {
  if (value === null || !(most > least)) return 0;
  const share = (value - least) / (most - least);
  if (share < 1 / 3) return 0;
  return share < 2 / 3 ? 1 : 2;
}
