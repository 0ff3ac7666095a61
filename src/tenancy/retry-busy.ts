import { setTimeout as sleep } from 'node:timers/promises';

const busy = 5;
const busySnapshot = 517;
const longestPauseMs = 50;

/**
 * Repeats a SQLite action while another connection stands in its way, for at most `limitMs`. SQLite's own waiting would
 * stop the whole process, and with it the very transaction that is waited for when that one is ours.
 */
export async function retryBusy<T>(action: () => T, limitMs = 5000): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return action();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
    }
    await sleep(pauseMs * (0.5 + Math.random()));
  }
}

function isBusy(error: unknown): boolean {
  const { errcode } = Object(error) as { errcode?: number };
  return errcode !== undefined && (errcode & 0xff) === busy && errcode !== busySnapshot;
}
