type Values = readonly (number | null)[];

/** Paths of a sparkline in a 128 × 40 view box; null where there is nothing to draw. */
export type SparkPaths = {
  readonly line: string;
  readonly previous: string | null;
  /** Height of the limit. */
  readonly limit: string | null;
  readonly last: { readonly x: string; readonly y: string };
};

const left = 3;
const right = 123;
const top = 4;
const bottom = 36;

/** Fits values, the previous period's and the limit into one scale. Null when fewer than two values are known. */
export function sparkPaths(values: Values, previous: Values, limit: number | null): SparkPaths | null {
  const all = [...values, ...previous, limit].filter((value) => value !== null);
  const last = values.findLastIndex((value) => value !== null);
  if (values.filter((value) => value !== null).length < 2) return null;
  const x = scale([0, Math.max(values.length, previous.length) - 1], [left, right]);
  const y = scale([Math.min(...all), Math.max(...all)], [bottom, top]);
  return {
    line: path(values, x, y),
    previous: previous.some((value) => value !== null) ? path(previous, x, y) : null,
    limit: limit === null ? null : y(limit),
    last: { x: x(last), y: y(values[last]!) },
  };
}

type Scale = (value: number) => string;

const scale =
  ([from, to]: [number, number], [start, end]: [number, number]): Scale =>
  (value) =>
    (to === from ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start)).toFixed(1);

/** A gap in the values lifts the pen. */
function path(values: Values, x: Scale, y: Scale): string {
  let drawing = false;
  return values
    .map((value, index) => {
      if (value === null) {
        drawing = false;
        return '';
      }
      const step = `${drawing ? 'L' : 'M'}${x(index)} ${y(value)}`;
      drawing = true;
      return step;
    })
    .join('');
}
