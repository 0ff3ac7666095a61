import { AppError, type Databases } from '#sdk';
import { countRequests } from '../identity/throttle/count-requests.ts';
import type { Config } from '../shared/config.ts';

export type RequestKind = 'api' | 'apply' | 'export';

export type RequestLimits = {
  /** Counts a request of somebody. Throws `too_many_requests` (429) above the limit; waits for SQL once in a while. */
  take(kind: RequestKind, who: string): Promise<void> | void;
};

type Count = { shared: number; own: number };

const windowMs = 60_000;
/** A process tells the others of its requests each time this share of the limit has passed. */
const told = 10;

/**
 * Requests per person and minute, in all processes. Each counts in memory and adds its requests to the control database
 * a tenth of the limit at a time, so an ordinary request costs no SQL and several processes overshoot by a tenth each.
 */
export function createRequestLimits(
  { databases, config }: { readonly databases: Databases; readonly config: Pick<Config, 'perMinute'> },
  now: () => number,
): RequestLimits {
  let windowStart = 0;
  let counts = new Map<string, Count>();

  const countOf = (id: string): Count => {
    const start = Math.floor(now() / windowMs) * windowMs;
    if (start !== windowStart) {
      windowStart = start;
      counts = new Map();
    }
    const found = counts.get(id) ?? { shared: 0, own: 0 };
    counts.set(id, found);
    return found;
  };

  return {
    take: (kind, who) => {
      const most = config.perMinute[kind];
      const id = `${kind} ${who}`;
      const count = countOf(id);
      if (count.shared + count.own >= most) throw refusal(windowStart + windowMs - now());
      count.own += 1;
      if (count.own < Math.max(1, most / told)) return;
      return tell(databases, count, { id, windowStart });
    },
  };
}

async function tell(
  databases: Databases,
  count: Count,
  { id, windowStart }: { readonly id: string; readonly windowStart: number },
): Promise<void> {
  const amount = count.own;
  count.own = 0;
  count.shared += amount;
  count.shared = await countRequests(databases, { id, windowStart, amount });
}

function refusal(waitMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new AppError('too_many_requests', { status: 429, params: { seconds }, retryAfterSeconds: seconds });
}
