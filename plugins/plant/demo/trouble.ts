import { fromPlantClock, plantDate, startOfDay, toPlantClock } from '#sdk';
import type { DemoPlant } from './plants.ts';
import { between } from './random.ts';
import { hourMs, type ShiftPlan, type Span } from './schedule.ts';

/** A time when a line rejects more than it should: the share grows from its start on for an hour, then stays. */
export type Trouble = Span & { readonly rejects: number };

const afternoon = { from: '10:10', to: '15:20', rejects: 0.14 };
const seenFrom = '12:00';
const chanceInShift = 0.07;

/** The bad afternoon worth finding: today's once it can be seen, else yesterday's. */
export function badAfternoon(plant: DemoPlant, now: number): Trouble {
  const { zone } = plant.tenant;
  const today = plantDate(now, zone);
  const seen = toPlantClock(now, zone).slice(11) >= seenFrom;
  const date = seen ? today : plantDate(startOfDay(now, zone) - 1, zone);
  return {
    from: fromPlantClock(`${date}T${afternoon.from}`, zone),
    to: fromPlantClock(`${date}T${afternoon.to}`, zone),
    rejects: afternoon.rejects,
  };
}

/** Now and then a shift has a bad hour or two of its own. */
export function troubleOfShift(shift: ShiftPlan, random: () => number): Trouble | null {
  if (random() >= chanceInShift) return null;
  const from = shift.from + between(random, 0, 5) * hourMs;
  return { from, to: from + between(random, 1, 3) * hourMs, rejects: between(random, 0.04, 0.07) };
}

/** The share rejected at a moment. */
export function rejectsAt(time: number, usual: number, troubles: readonly Trouble[]): number {
  const trouble = troubles.find(({ from, to }) => from <= time && time < to);
  if (!trouble) return usual;
  return usual + (trouble.rejects - usual) * Math.min(1, 0.2 + (time - trouble.from) / hourMs);
}
