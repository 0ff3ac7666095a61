/** Failed tries in a row under one key, as the control database keeps them. Moments are epoch milliseconds. */
export type Tries = { readonly failures: number; readonly blockedUntil: number; readonly lastAt: number };

export type ThrottleRule = {
  /** So many tries need not wait. */
  readonly free: number;
  /** The wait after each further one; the last repeats. */
  readonly waitsMs: readonly number[];
  /** Tries are forgotten after this long without one. */
  readonly forgetAfterMs: number;
  /** No try after so many in a row, until they are forgotten or taken back. */
  readonly most: number;
};

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

/** Ten tries reach a password in a quarter of an hour, four an hour after that, a hundred in a row at most. */
export const accountRule: ThrottleRule = {
  free: 8,
  waitsMs: [minuteMs, 5 * minuteMs, 15 * minuteMs],
  forgetAfterMs: 30 * dayMs,
  most: 100,
};

/** One address may stand for a whole plant: many free tries, since only failed ones count, then short waits. */
export const addressRule: ThrottleRule = {
  free: 50,
  waitsMs: [5000, 15_000, 30_000, minuteMs, 5 * minuteMs],
  forgetAfterMs: 15 * minuteMs,
  most: Number.POSITIVE_INFINITY,
};

/** The tries after one more, which counts as failed until it has succeeded; or how long it must wait. */
export function nextTries(
  tries: Tries | null,
  rule: ThrottleRule,
  now: number,
): Tries | { readonly waitMs: number } {
  if (tries && tries.blockedUntil > now) return { waitMs: tries.blockedUntil - now };
  const forgotten = !tries || now - tries.lastAt >= rule.forgetAfterMs;
  const failures = forgotten ? 1 : tries.failures + 1;
  return { failures, blockedUntil: now + waitAfter(failures, rule), lastAt: now };
}

function waitAfter(failures: number, { free, waitsMs, forgetAfterMs, most }: ThrottleRule): number {
  if (failures >= most) return forgetAfterMs;
  if (failures < free) return 0;
  return waitsMs[Math.min(failures - free, waitsMs.length - 1)]!;
}
