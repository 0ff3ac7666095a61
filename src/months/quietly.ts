import type { Log } from '../shared/log.ts';

const everyMs = 60_000;

/** A warning about files that is written at most once a minute, with how many were left out since. */
export function quietly(log: Pick<Log, 'warn'>, message: string): (error: unknown, path: string) => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  let leftOut = 0;
  return (error, path) => {
    const now = performance.now();
    if (now - lastAt < everyMs) {
      leftOut += 1;
      return;
    }
    log.warn({ err: error, path, leftOut }, message);
    lastAt = now;
    leftOut = 0;
  };
}
