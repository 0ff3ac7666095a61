import { plantDate } from '#sdk';
import { type Detection, makeShift } from './make-shift.ts';
import type { DemoLine, DemoPlant } from './plants.ts';
import { randomOf } from './random.ts';
import { hourMs, type LineOfPlant, nameOf, nextDate, planShifts, type Run, type Span } from './schedule.ts';
import { badAfternoon } from './trouble.ts';

export type ModelRequest = {
  readonly plant: DemoPlant;
  readonly seed: number;
  /** Rows that six months hold, about. */
  readonly rows: number;
};

/** Share of full speed that a shift reaches, its pause, stops and warm-ups counted. */
const usualYield = 0.84;

/** What a line made in `after < time <= now`, in time order. A later `now` only adds to it. */
export function* detections(
  request: ModelRequest,
  line: DemoLine,
  { after, now }: { readonly after: number; readonly now: number },
): Generator<Detection> {
  const of = { ...request, line };
  const troubles = line.code === request.plant.troubled ? [badAfternoon(request.plant, now)] : [];
  const making = { scale: scaleOf(request), troubles, until: now };
  for (const date of datesOf({ from: after, to: now }, request.plant.tenant.zone)) {
    for (const shift of planShifts(of, date)) {
      if (shift.to <= after || shift.from > now) continue;
      for (const made of makeShift(of, shift, making)) if (made.time > after) yield made;
    }
  }
}

/** Product code → pieces planned in a span: 95 to 105 % of what its runs usually yield. */
export function planned(request: ModelRequest, span: Span): Map<string, number> {
  const totals = new Map<string, number>();
  for (const line of request.plant.lines) {
    const of = { ...request, line };
    for (const date of datesOf(span, request.plant.tenant.zone)) {
      for (const shift of planShifts(of, date)) {
        for (const run of shift.runs) {
          const { code } = run.product;
          totals.set(code, (totals.get(code) ?? 0) + planOf(of, run, span) * scaleOf(request));
        }
      }
    }
  }
  return totals;
}

const scaleOf = ({ plant, rows }: ModelRequest): number => rows / plant.tenant.rows;

function planOf(of: LineOfPlant, run: Run, span: Span): number {
  const length = Math.max(0, Math.min(run.to, span.to) - Math.max(run.from, span.from));
  const margin = 0.95 + 0.1 * randomOf(nameOf(of, 'margin', String(run.from)))();
  return (length / hourMs) * run.perHour * usualYield * margin;
}

/** Plant dates whose shifts may reach into the span: the night shift of the day before does. */
function* datesOf({ from, to }: Span, zone: string): Generator<string> {
  const last = plantDate(to, zone);
  for (let date = plantDate(from - 24 * hourMs, zone); date <= last; date = nextDate(date)) yield date;
}
