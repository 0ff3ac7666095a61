const maxRetries = 3;
const baseDelayMs = 25;

/** Runs the work again when another writer stood in its way, at most three more times, after a growing random pause. */
export async function retryContention<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= maxRetries || !isContention(error)) throw error;
      await pause(baseDelayMs * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

/** Deadlock, lock wait, snapshot conflict and changed definition on MySQL; busy and locked on SQLite. */
function isContention(error: unknown): boolean {
  const { errno, errcode } = Object(error) as { errno?: number; errcode?: number };
  if (errno !== undefined && [1213, 1205, 1020, 1412].includes(errno)) return true;
  return errcode !== undefined && [5, 6].includes(errcode & 0xff);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
