import { AppError } from '#sdk';

/** Who must wait, remembered in this process so that a flood of tries costs no SQL. */
export type WaitList = {
  /** Throws `sign_in_wait_seconds` or `sign_in_wait_minutes` (429) while this key must wait. */
  check(id: string): void;
  add(id: string, waitMs: number): void;
};

const mostRemembered = 10_000;

export function createWaitList(now: () => number): WaitList {
  const waiting = new Map<string, number>();
  return {
    check: (id) => {
      const left = (waiting.get(id) ?? 0) - now();
      if (left > 0) throw waitError(left);
      waiting.delete(id);
    },
    add: (id, waitMs) => {
      if (waiting.size >= mostRemembered) waiting.delete(waiting.keys().next().value!);
      waiting.set(id, now() + waitMs);
    },
  };
}

function waitError(waitMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const options = { status: 429, retryAfterSeconds: seconds };
  return seconds <= 90
    ? new AppError('sign_in_wait_seconds', { ...options, params: { seconds } })
    : new AppError('sign_in_wait_minutes', { ...options, params: { minutes: Math.ceil(seconds / 60) } });
}
