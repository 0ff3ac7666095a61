import { fromPlantClock } from '#sdk';
import type { DemoLine, DemoPlant, DemoProduct } from './plants.ts';
import { between, randomOf } from './random.ts';

export type Span = { readonly from: number; readonly to: number };

/** Which line of which plant, and the demo's seed: every number of a shift follows from these and its date. */
export type LineOfPlant = { readonly plant: DemoPlant; readonly line: DemoLine; readonly seed: number };

/** One product on one line without another between. `perHour` is its full speed in a demo of default size. */
export type Run = Span & { readonly product: DemoProduct; readonly perHour: number };

export type ShiftPlan = Span & {
  /** Plant date on which the shift starts. */
  readonly date: string;
  readonly shift: string;
  readonly pause: Span;
  readonly runs: readonly Run[];
};

/** The demo plants' shifts, as `pack.yml` declares them: each runs up to the next, with one pause after four hours. */
export const demoShifts = [
  { code: 'M', start: '06:00' },
  { code: 'T', start: '14:00' },
  { code: 'N', start: '22:00' },
] as const;

const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
const pauseAfterMs = 4 * hourMs;
const pauseMs = 20 * minuteMs;
/** Monday to Sunday. */
const weekdayPace = [0.95, 1.02, 1.04, 1.02, 1, 0.86, 0.76];
const nightPace = 0.9;

/** What the line is told to make in the shifts that start on a plant date, in order. */
export function planShifts(of: LineOfPlant, date: string): ShiftPlan[] {
  const starts = startsFrom(date, of.plant.tenant.zone);
  return demoShifts.map(({ code }, index) => {
    const span = { from: starts[index]!, to: starts[index + 1]! };
    const pause = { from: span.from + pauseAfterMs, to: span.from + pauseAfterMs + pauseMs };
    const pace = weekdayPace[weekdayOf(date)]! * (code === 'N' ? nightPace : 1);
    const random = randomOf(nameOf(of, 'plan', date + code));
    return { ...span, date, shift: code, pause, runs: planRuns(of, span, { pace, random }) };
  });
}

/** The name of a stream of random numbers. */
export const nameOf = (of: LineOfPlant, what: string, when: string): string =>
  [of.seed, of.plant.tenant.slug, of.line.code, what, when].join('|');

/** The starts of a date's shifts and of the next date's first one. */
const startsFrom = (date: string, zone: string): number[] =>
  [...demoShifts.map(({ start }) => `${date}T${start}`), `${nextDate(date)}T${demoShifts[0].start}`].map(
    (clock) => fromPlantClock(clock, zone),
  );

export const nextDate = (date: string): string =>
  new Date(Date.parse(date) + 24 * hourMs).toISOString().slice(0, 10);

/** 0 Monday … 6 Sunday. */
const weekdayOf = (date: string): number => (new Date(date).getUTCDay() + 6) % 7;

type Manner = { readonly pace: number; readonly random: () => number };

/** One to three products with a changeover between them. */
function planRuns({ plant, line }: LineOfPlant, span: Span, { pace, random }: Manner): Run[] {
  const products = plant.products.filter(({ lines }) => lines.includes(line.code));
  const count = 1 + Math.floor(random() * 3);
  return Array.from({ length: count }, (_, index) => {
    const length = (span.to - span.from) / count;
    const changeover = index === 0 ? 0 : between(random, 8, 18) * minuteMs;
    const product = pickProduct(products, random);
    const from = Math.round(span.from + index * length + changeover);
    const to = Math.round(span.from + (index + 1) * length);
    return { from, to, product, perHour: line.piecesPerHour * product.pace * pace };
  });
}

/** The first products of the list are made more often. */
const pickProduct = (products: readonly DemoProduct[], random: () => number): DemoProduct =>
  products[Math.floor(products.length * random() ** 1.7)]!;
