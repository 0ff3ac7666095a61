import { addDays, type Calendar, type Range, type ShiftSpan, type Span, shiftAt, startOfDay } from '#sdk';

export const presets = ['thisShift', 'previousShift', 'today', 'yesterday', '7d', '30d'] as const;
export type Preset = (typeof presets)[number];

/** A moment and the plant it is looked at from. */
export type Here = { readonly now: number; readonly zone: string; readonly calendar: Calendar };

/** Shift presets exist only where there are shifts. */
export const presetsOf = ({ shifts }: Calendar, wanted: readonly Preset[]): Preset[] =>
  wanted.filter((preset) => shifts.length > 0 || !isShiftPreset(preset));

/** The period of a preset. A shift is compared with the same shift a day earlier, days with as many days before. */
export function presetRange(preset: Preset, here: Here): Range {
  const { whole, daysBack } = isShiftPreset(preset)
    ? { whole: shiftSpan(preset, here), daysBack: 1 }
    : daySpan(preset, here);
  const selected = { from: whole.from, to: Math.min(whole.to, here.now) };
  return {
    selected,
    whole,
    previous: earlier(selected, daysBack, here.zone),
    previousWhole: earlier(whole, daysBack, here.zone),
    name: `period.${preset}`,
    comparedWith: `period.before.${preset}`,
  };
}

const isShiftPreset = (preset: Preset): boolean => preset === 'thisShift' || preset === 'previousShift';

function daySpan(preset: Preset, { now, zone }: Here): { whole: Span; daysBack: number } {
  const today = startOfDay(now, zone);
  const days = (from: number, to: number): Span => ({
    from: addDays(today, from, zone),
    to: addDays(today, to, zone),
  });
  if (preset === '7d') return { whole: days(-6, 1), daysBack: 7 };
  if (preset === '30d') return { whole: days(-29, 1), daysBack: 30 };
  return preset === 'yesterday' ? { whole: days(-1, 0), daysBack: 1 } : { whole: days(0, 1), daysBack: 1 };
}

/** Between shifts, "this shift" is the last one that ran. */
function shiftSpan(preset: Preset, { now, calendar }: Here): Span {
  const current = lastShift(shiftAt(now, calendar), calendar);
  return preset === 'thisShift' ? current : lastShift(shiftAt(current.from - 1, calendar), calendar);
}

const searched = 60;

function lastShift(span: ShiftSpan, calendar: Calendar): ShiftSpan {
  let at = span;
  for (let step = 0; at.shiftId === 0 && step < searched; step += 1) at = shiftAt(at.from - 1, calendar);
  return at;
}

const earlier = ({ from, to }: Span, days: number, zone: string): Span => ({
  from: addDays(from, -days, zone),
  to: addDays(to, -days, zone),
});
