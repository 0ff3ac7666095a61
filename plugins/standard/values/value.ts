import type { Frame, Grouping, Measure } from '#sdk';

/**
 * What a widget measures. `count` counts rows and `sum` adds a column up; `rate` is either of them per elapsed hour;
 * `part` is what of either of them lies in `part`, and `ratio` its share; the rest are taken over the column's values.
 * The result is multiplied by `scale` (0.001 turns grams into kilograms).
 */
export type ValueSettings = {
  readonly fn: 'count' | 'sum' | 'mean' | 'min' | 'max' | 'distinct' | 'ratio' | 'part' | 'rate';
  readonly column?: string;
  readonly part?: { readonly column: string; readonly values: readonly number[] };
  readonly scale?: number;
};

/** What was added up for one group: its rows, the whole of the value, and the part of it that a ratio asks for. */
export type Tally = { rows: number; whole: number | null; part: number };

/** Whether values of groups add up, so that there can be a sum of the others. */
export const isAdditive = ({ fn }: ValueSettings): boolean =>
  ['count', 'sum', 'rate', 'ratio', 'part'].includes(fn);

/** Whether a value over half an hour is about half of that over the hour. */
export const growsWithTime = ({ fn }: ValueSettings): boolean => ['count', 'sum', 'part'].includes(fn);

/** The grouping that answers a value by these keys; a ratio adds the column that tells its part. */
export function groupingOf(
  value: ValueSettings,
  keys: readonly string[],
  grain?: Grouping['grain'],
): Grouping {
  const all = value.part && !keys.includes(value.part.column) ? [...keys, value.part.column] : keys;
  const measures = { rows: { fn: 'count' }, whole: measureOf(value) } as const;
  return grain ? { keys: all, grain, measures } : { keys: all, measures };
}

function measureOf({ fn, column }: ValueSettings): Measure {
  if (column === undefined) return { fn: 'count' };
  return { fn: fn === 'count' || fn === 'ratio' || fn === 'part' || fn === 'rate' ? 'sum' : fn, column };
}

/** Adds the rows of a grouped frame up by the group each belongs to. */
export function addUp<Group>(
  frame: Frame,
  value: ValueSettings,
  groupOf: (row: number) => Group,
): Map<Group, Tally> {
  const tallies = new Map<Group, Tally>();
  const rows = frame.column('rows');
  const whole = frame.column('whole');
  const isPart = partTest(frame, value);
  for (let row = 0; row < frame.length; row += 1) {
    const group = groupOf(row);
    let tally = tallies.get(group);
    if (!tally) {
      tally = emptyTally();
      tallies.set(group, tally);
    }
    const amount = whole.at(row);
    mergeInto(tally, { rows: rows.at(row) ?? 0, whole: amount, part: isPart(row) ? (amount ?? 0) : 0 });
  }
  return tallies;
}

/** Everything in the frame as one tally. */
export const addUpAll = (frame: Frame, value: ValueSettings): Tally =>
  addUp(frame, value, () => 0).get(0) ?? emptyTally();

export const emptyTally = (): Tally => ({ rows: 0, whole: null, part: 0 });

export function mergeInto(tally: Tally, more: Tally): void {
  tally.rows += more.rows;
  if (more.whole !== null) tally.whole = (tally.whole ?? 0) + more.whole;
  tally.part += more.part;
}

function partTest(frame: Frame, { part }: ValueSettings): (row: number) => boolean {
  if (!part) return () => false;
  const column = frame.column(part.column);
  return (row) => part.values.includes(column.at(row) ?? Number.NaN);
}

/**
 * The value of a tally. Nothing counted is 0, nothing measured is null. `elapsedMs` is the time a rate is taken over.
 */
export function finishTally(
  tally: Tally | undefined,
  value: ValueSettings,
  elapsedMs: number,
): number | null {
  const { whole, part } = tally ?? emptyTally();
  const result = finish(value.fn, { whole, part, elapsedMs });
  return result === null ? null : result * (value.scale ?? 1);
}

const hourMs = 3_600_000;

function finish(
  fn: ValueSettings['fn'],
  { whole, part, elapsedMs }: { whole: number | null; part: number; elapsedMs: number },
): number | null {
  if (fn === 'count' || fn === 'sum') return whole ?? 0;
  if (fn === 'rate') return elapsedMs > 0 ? ((whole ?? 0) * hourMs) / elapsedMs : null;
  if (fn === 'part') return part;
  if (fn === 'ratio') return whole ? part / whole : null;
  return whole;
}
