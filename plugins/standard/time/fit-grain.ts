import type { Grain, Span } from '#sdk';

export type GrainSetting = Grain | 'auto';

const dayMs = 24 * 3_600_000;
const stepMs: Record<Grain, number> = {
  minute: 60_000,
  hour: dayMs / 24,
  shift: dayMs / 4,
  day: dayMs,
  week: 7 * dayMs,
  month: 28 * dayMs,
};
const coarser: readonly Grain[] = ['minute', 'hour', 'day', 'week', 'month'];
const maxBuckets = 600;

/** Hours up to 2 days, days up to 62, months beyond; a grain set too fine for the span gives way to the next that fits. */
export function fitGrain(setting: GrainSetting | undefined, { from, to }: Span): Grain {
  const span = to - from;
  const wanted = setting && setting !== 'auto' ? setting : autoGrain(span);
  if (span / stepMs[wanted] <= maxBuckets) return wanted;
  return (
    coarser.find((grain) => stepMs[grain] > stepMs[wanted] && span / stepMs[grain] <= maxBuckets) ?? 'month'
  );
}

/** A plant day can last 25 hours. */
const clockChangeMs = dayMs / 24;

function autoGrain(span: number): Grain {
  if (span <= 2 * dayMs + clockChangeMs) return 'hour';
  return span <= 62 * dayMs + clockChangeMs ? 'day' : 'month';
}
