import type { DemoProduct } from './plants.ts';
import { between, randomOf, waiting } from './random.ts';
import { type LineOfPlant, nameOf, type Run, type ShiftPlan } from './schedule.ts';
import { rejectsAt, type Trouble, troubleOfShift } from './trouble.ts';

/** One piece leaving a line. */
export type Detection = {
  readonly time: number;
  readonly product: DemoProduct;
  readonly rejected: boolean;
  readonly weightG: number;
};

export type Making = {
  /** Speed against a demo of default size. */
  readonly scale: number;
  readonly troubles: readonly Trouble[];
  /** Nothing is made after this moment. */
  readonly until: number;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** What a line made in a shift, in time order: its plan with pauses, stops, changes of speed and rejects. */
export function* makeShift(of: LineOfPlant, shift: ShiftPlan, making: Making): Generator<Detection> {
  const random = randomOf(nameOf(of, 'made', shift.date + shift.shift));
  const own = troubleOfShift(shift, random);
  const troubles = own ? [...making.troubles, own] : making.troubles;
  const isReject = rejecter(random);
  for (const run of shift.runs) {
    for (const time of momentsOf(run, shift, { random, scale: making.scale })) {
      if (time > making.until) return;
      const rejected = isReject(rejectsAt(time, of.line.rejects, troubles));
      yield { time, product: run.product, rejected, weightG: weigh(run.product.weightG, rejected, random) };
    }
  }
}

type Pace = { readonly random: () => number; readonly scale: number };

function* momentsOf(run: Run, shift: ShiftPlan, { random, scale }: Pace): Generator<number> {
  const speedAt = speeds(run.from, random);
  const wait = (time: number): number =>
    (hourMs / (run.perHour * scale * speedAt(time))) * between(random, 0.75, 1.25);
  let stop = run.from + waiting(random, 75 * minuteMs);
  let time = run.from + Math.round(wait(run.from) * random());
  for (;;) {
    if (time >= stop) {
      time += Math.round(stopLength(random));
      stop = time + waiting(random, 75 * minuteMs);
    }
    if (time >= shift.pause.from && time < shift.pause.to) time += shift.pause.to - shift.pause.from;
    if (time >= run.to) return;
    yield time;
    time += Math.max(1, Math.round(wait(time)));
  }
}

/** Slow while a run warms up, then a speed that changes every now and then. */
function speeds(from: number, random: () => number): (time: number) => number {
  let speed = 0.6;
  let until = from + 10 * minuteMs;
  return (time) => {
    if (time >= until) {
      speed = between(random, 0.86, 1.12);
      until = time + between(random, 25, 110) * minuteMs;
    }
    return speed;
  };
}

/** Most stops are short; one in eight is not. */
const stopLength = (random: () => number): number =>
  (random() < 0.125 ? between(random, 15, 55) : between(random, 1.5, 6)) * minuteMs;

/** Spreads rejects evenly enough for a day's share to stay near the asked one. */
function rejecter(random: () => number): (share: number) => boolean {
  let due = random();
  return (share) => {
    due += share;
    if (due < 1) return false;
    due -= 1 + between(random, -0.4, 0.4);
    return true;
  };
}

/** Grams, to a tenth: near the nominal weight; rejects are well off it. */
function weigh(nominalG: number, rejected: boolean, random: () => number): number {
  const spread = (random() + random() + random() - 1.5) * 0.02;
  const fault = rejected ? (random() < 0.7 ? -1 : 1) * between(random, 0.05, 0.12) : 0;
  return Math.round(nominalG * (1 + spread + fault) * 10) / 10;
}
