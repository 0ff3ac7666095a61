import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { type PackDefinition, plantDate, toPlantClock } from '#sdk';
import type { Detection } from '../../plugins/plant/demo/make-shift.ts';
import { detections, planned } from '../../plugins/plant/demo/model.ts';
import { type DemoLine, type DemoPlant, plants } from '../../plugins/plant/demo/plants.ts';
import { demoShifts } from '../../plugins/plant/demo/schedule.ts';

const [cannery, dairy] = plants as [DemoPlant, DemoPlant];
const dayMs = 24 * 3_600_000;
const hourMs = 3_600_000;
/** A Wednesday, 14:30 in Buenos Aires. */
const now = Date.UTC(2026, 4, 20, 17, 30);

type Asked = {
  readonly days: number;
  readonly now?: number;
  readonly seed?: number;
  readonly line?: DemoLine;
};

function made({ days, now: until = now, seed = 1, line }: Asked, plant = cannery): Detection[] {
  const span = { after: now - days * dayMs, now: until };
  return (line ? [line] : plant.lines).flatMap((one) => [
    ...detections({ plant, seed, rows: plant.tenant.rows }, one, span),
  ]);
}

const rejectShare = (rows: readonly Detection[]): number =>
  rows.filter(({ rejected }) => rejected).length / rows.length;
const line = (code: string): DemoLine => cannery.lines.find((one) => one.code === code)!;

describe('the demo plants', () => {
  it('are what the product shows', () => {
    expect([cannery.areas.length, cannery.lines.length, cannery.products.length]).toEqual([3, 4, 24]);
    expect(cannery.tenant.zone).not.toBe(dairy.tenant.zone);
    expect(cannery.tenant.numberLocale).not.toBe(dairy.tenant.numberLocale);
    for (const plant of plants) {
      const lines = plant.lines.map(({ code }) => code);
      expect(plant.products.every((product) => product.lines.every((code) => lines.includes(code)))).toBe(
        true,
      );
      expect(plant.lines.every(({ area }) => plant.areas.some(({ code }) => code === area))).toBe(true);
    }
  });

  it('work the shifts that the pack declares', () => {
    const pack = load(readFileSync('plugins/plant/pack.yml', 'utf8')) as PackDefinition;
    const starts = (pack.calendar?.shifts ?? []).map(({ code, start }) => ({ code, start }));
    expect(starts).toEqual(demoShifts.map(({ code, start }) => ({ code, start })));
    expect(pack.calendar?.shifts.every(({ weekdays }) => weekdays.length === 7)).toBe(true);
    const clocks = made({ days: 7 }).map(({ time }) => toPlantClock(time, cannery.tenant.zone).slice(11));
    for (const pause of pack.calendar?.breaks ?? []) {
      expect(clocks.filter((clock) => clock >= pause.start && clock < pause.end)).toEqual([]);
    }
  });
});

describe('the demo rows', () => {
  it('are about as many as asked for over six months', () => {
    const rows = made({ days: 183 });
    expect(rows.length).toBeGreaterThan(380_000);
    expect(rows.length).toBeLessThan(420_000);
    expect(rejectShare(rows)).toBeGreaterThan(0.013);
    expect(rejectShare(rows)).toBeLessThan(0.017);
  });

  it('come in time order, each moment once, up to the present minute', () => {
    const times = made({ days: 3, line: line('L1') }).map(({ time }) => time);
    expect(times.every((time, index) => index === 0 || time > times[index - 1]!)).toBe(true);
    expect(times.at(-1)).toBeLessThanOrEqual(now);
    const newest = Math.max(...made({ days: 1 }).map(({ time }) => time));
    expect(now - newest).toBeLessThan(10 * 60_000);
  });

  it('are the same for the same seed, others for another', () => {
    expect(made({ days: 2 })).toEqual(made({ days: 2 }));
    expect(made({ days: 2, seed: 2 })).not.toEqual(made({ days: 2 }));
  });

  it('only grow with a later moment', () => {
    const before = made({ days: 3, line: line('L4') });
    const later = made({ days: 3, now: now + dayMs, line: line('L4') });
    expect(later.slice(0, before.length)).toEqual(before);
    expect(later.length).toBeGreaterThan(before.length);
  });

  it('slow down at the weekend', () => {
    const perDay = Map.groupBy(made({ days: 28 }), ({ time }) => plantDate(time, cannery.tenant.zone));
    const mean = (weekday: number): number => {
      const days = [...perDay].filter(([date]) => new Date(date).getUTCDay() === weekday);
      return days.reduce((total, [, rows]) => total + rows.length, 0) / days.length;
    };
    expect(mean(0)).toBeLessThan(0.85 * mean(2));
  });
});

describe('the bad afternoon', () => {
  const today = (at: number) => (row: Detection) =>
    plantDate(row.time, cannery.tenant.zone) === plantDate(at, cannery.tenant.zone);

  it("pushes today's rejects of one area over the limit from late morning on", () => {
    const rows = made({ days: 2, line: line(cannery.troubled) }).filter(today(now));
    expect(rejectShare(rows)).toBeGreaterThan(0.025);
    const early = rows.filter(({ time }) => toPlantClock(time, cannery.tenant.zone).slice(11) < '10:00');
    const late = rows.filter(({ time }) => toPlantClock(time, cannery.tenant.zone).slice(11) >= '11:00');
    expect(rejectShare(early)).toBeLessThan(0.03);
    expect(rejectShare(late)).toBeGreaterThan(0.07);
  });

  it('was yesterday while today is young', () => {
    const morning = now - 6 * hourMs;
    const rows = made({ days: 3, now: morning, line: line(cannery.troubled) });
    expect(rejectShare(rows.filter(today(morning - dayMs)))).toBeGreaterThan(0.025);
    expect(rejectShare(rows.filter(today(morning)))).toBeLessThan(0.02);
  });
});

describe('the plan', () => {
  it('is near what is made', () => {
    const span = { from: now - 90 * dayMs, to: now };
    const pieces = [...planned({ plant: cannery, seed: 1, rows: 400_000 }, span).values()];
    const plan = pieces.reduce((total, count) => total + count, 0);
    const count = made({ days: 90 }).length;
    expect(plan / count).toBeGreaterThan(0.95);
    expect(plan / count).toBeLessThan(1.05);
  });

  it('follows the size of the demo', () => {
    const span = { from: now - dayMs, to: now };
    const small = planned({ plant: cannery, seed: 1, rows: 400_000 }, span);
    const large = planned({ plant: cannery, seed: 1, rows: 4_000_000 }, span);
    for (const [product, count] of small) expect(large.get(product)).toBeCloseTo(count * 10, 6);
  });
});
