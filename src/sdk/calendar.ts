import type { Labels } from './tenant.ts';

/** A shift as the calendar repeats it. `start` and `end` are plant clock times `HH:MM`; an end at or before the start is the next day. */
export type Shift = {
  readonly id: number;
  readonly code: string;
  readonly labels: Labels;
  readonly start: string;
  readonly end: string;
  /** ISO weekdays (1 Monday … 7 Sunday) on which the shift starts. */
  readonly weekdays: readonly number[];
};

/** A planned pause inside a shift. */
export type Break = { readonly shiftId: number; readonly start: string; readonly end: string };

/** A plant date (`YYYY-MM-DD`) that departs from the week: no shift starts on a closed day. */
export type CalendarException = { readonly date: string; readonly closed: boolean; readonly labels: Labels };

export type Calendar = {
  /** IANA zone of the plant; every day, shift and label is in it. */
  readonly zone: string;
  readonly shifts: readonly Shift[];
  readonly breaks: readonly Break[];
  readonly exceptions: readonly CalendarException[];
};

/** One occurrence of a shift, or the time between shifts (`shiftId` 0). Instants are epoch milliseconds, half-open. */
export type ShiftSpan = { readonly from: number; readonly to: number; readonly shiftId: number };

export const grains = ['minute', 'hour', 'shift', 'day', 'week', 'month'] as const;
export type Grain = (typeof grains)[number];
