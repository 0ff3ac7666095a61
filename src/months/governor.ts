import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Log } from '../shared/log.ts';

export type GovernorOptions = {
  /** Bytes the process may take; null: nobody says. */
  readonly maxRssBytes: number | null;
  /**
   * Frees cached bytes, least recently used first, until `toBytes` are held; what was used within `idleMs` stays.
   * Returns the bytes freed.
   */
  readonly shed: (toBytes: number, idleMs: number) => number;
  /** Bytes of caches that stay however long nobody asks. */
  readonly restBytes: number;
  readonly log: Log;
  /** Bytes the process takes now. Default: what the system says. */
  readonly rssBytes?: () => number;
};

export type Governor = {
  /** Looks once, as it does every second. */
  look(): void;
  stop(): void;
};

const everyMs = 1000;
/** A cache larger than at rest goes when nobody has used it for this long. */
const idleMs = 40_000;
/** Share of what the process may take from which caches go at once. */
const alarmShare = 0.85;
/** Freed bytes that are worth a collection: buffers outside the heap stay until one runs. */
const worthCollecting = 8 << 20;

/** Watches the process's memory: idle caches shrink, and all go before the host would end the process. */
export function startGovernor(options: GovernorOptions): Governor {
  const rssBytes = options.rssBytes ?? (() => process.memoryUsage.rss());
  let alarmed = false;
  const look = (): void => {
    const rss = rssBytes();
    const high = options.maxRssBytes !== null && rss > options.maxRssBytes * alarmShare;
    const freed = high ? options.shed(0, 0) : options.shed(options.restBytes, idleMs);
    if (freed > worthCollecting || (high && !alarmed)) collectGarbage();
    if (high && !alarmed) {
      options.log.warn(
        { rss, max: options.maxRssBytes, freed },
        'Memory runs short: the caches were dropped',
      );
    }
    alarmed = high;
  };
  const timer = setInterval(look, everyMs).unref();
  return { look, stop: () => clearInterval(timer) };
}

let collect: (() => void) | undefined;

function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
