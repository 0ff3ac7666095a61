import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Something to be timed: `prepare` and `finish` stand around each round, untimed. */
export type Contender = {
  readonly name: string;
  readonly rounds: number;
  readonly prepare?: () => Promise<void>;
  readonly run: () => unknown;
  readonly finish?: () => Promise<void>;
};

export type Timing = { readonly name: string; readonly rounds: number; readonly ms: number[] };

/** Every contender in turn, round after round, each as often as it asks; the first round of all warms up and is left out. */
export async function measure(contenders: readonly Contender[]): Promise<Map<string, Timing>> {
  const timings = new Map(contenders.map(({ name, rounds }) => [name, { name, rounds, ms: [] as number[] }]));
  const most = Math.max(...contenders.map(({ rounds }) => rounds));
  for (let round = 0; round <= most; round++) {
    for (const contender of contenders) {
      if (round > contender.rounds) continue;
      const ms = await timeOne(contender);
      if (round > 0) timings.get(contender.name)!.ms.push(ms);
    }
  }
  return timings;
}

async function timeOne({ prepare, run, finish }: Contender): Promise<number> {
  await prepare?.();
  const began = performance.now();
  await run();
  const ms = performance.now() - began;
  await finish?.();
  return ms;
}

export const median = ({ ms }: Timing): number => ms.toSorted((a, b) => a - b)[Math.floor(ms.length / 2)]!;

/** The longest that the event loop stood still while the work ran, in milliseconds. */
export async function worstBlock(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await new Promise((resolve) => setTimeout(resolve, 20));
  delays.reset();
  await work();
  await new Promise((resolve) => setTimeout(resolve, 5));
  delays.disable();
  return delays.max / 1e6;
}
