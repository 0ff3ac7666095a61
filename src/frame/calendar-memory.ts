import {
  bucketStarts,
  type Calendar,
  type Grain,
  monthStart,
  monthsOf,
  nextMonth,
  type ShiftSpan,
  type Span,
  shiftSpans,
} from '#sdk';
import { countUpTo } from './bounds.ts';

/** What a calendar says about whole UTC months, worked out once for as long as the calendar lives. */
type Known = {
  readonly starts: Map<string, readonly number[]>;
  readonly shifts: Map<string, readonly ShiftSpan[]>;
};
const memory = new WeakMap<Calendar, Known>();

/** `bucketStarts`, remembered. Minutes are plain steps and cost less than remembering them. */
export function rememberedStarts(grain: Grain, span: Span, calendar: Calendar): number[] {
  if (grain === 'minute' || span.to <= span.from) return bucketStarts(grain, span, calendar);
  const { starts } = known(calendar);
  const all: number[] = [];
  for (const month of monthsOf(span)) {
    const own = remembered(starts, `${grain} ${month}`, () =>
      bucketStarts(grain, monthSpan(month), calendar),
    );
    for (const start of own) if (all.length === 0 || start > all.at(-1)!) all.push(start);
  }
  return all.slice(countUpTo(all, span.from) - 1, countUpTo(all, span.to - 1));
}

/** `shiftSpans` of a whole UTC month, remembered. */
export const monthShifts = (month: string, calendar: Calendar): readonly ShiftSpan[] =>
  remembered(known(calendar).shifts, month, () => shiftSpans(monthSpan(month), calendar));

const monthSpan = (month: string): Span => ({ from: monthStart(month), to: monthStart(nextMonth(month)) });

function known(calendar: Calendar): Known {
  const found = memory.get(calendar) ?? { starts: new Map(), shifts: new Map() };
  memory.set(calendar, found);
  return found;
}

function remembered<T>(map: Map<string, T>, key: string, make: () => T): T {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
