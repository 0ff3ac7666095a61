import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long work may hold the process before it gives way to other work. */
const longestTurnMs = 4;

/** Work that can pause between steps: each `yield` is a place to pause. */
export type Steps<T> = Generator<void, T>;

/** Runs the steps, giving way to other work often enough that nobody notices. Stops with the signal's reason. */
export async function inTurns<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  let turnEnds = performance.now() + longestTurnMs;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < turnEnds) continue;
    await nextTurn();
    signal?.throwIfAborted();
    turnEnds = performance.now() + longestTurnMs;
  }
}

/** Runs the steps without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
