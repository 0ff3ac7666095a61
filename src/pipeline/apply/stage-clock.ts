import type { Stage } from '../types.ts';

/** Tells how long each stage of one Apply took, from one lap to the next. */
export function startClock() {
  const stages = new Map<Stage, number>();
  let last = performance.now();
  return {
    stages,
    /** Ends a stage; what is said to belong to another one counts there. */
    lap(stage: Stage, others: readonly (readonly [Stage, number])[] = []): void {
      const now = performance.now();
      const elsewhere = others.reduce((sum, [, ms]) => sum + ms, 0);
      stages.set(stage, Math.max(0, now - last - elsewhere));
      for (const [other, ms] of others) stages.set(other, ms);
      last = now;
    },
  };
}
