import {
  formatInstant,
  type Grain,
  type InstantStyle,
  labelIn,
  say,
  shiftAt,
  type WidgetContext,
} from '#sdk';
import { dateLocale } from './date-locale.ts';

type Names = { readonly label: string; readonly title: string };
type Bucket = { readonly start: number; readonly end: number };
type Write = (instant: number, style: InstantStyle) => string;

/** The tick of a bucket, and its full name for tooltips. With `severalDays`, ticks of hours name each day's beginning. */
export function bucketNames(
  bucket: Bucket,
  grain: Grain,
  given: { readonly context: WidgetContext; readonly severalDays: boolean },
): Names {
  const { context } = given;
  const write: Write = (instant, style) =>
    formatInstant(instant, { zone: context.zone, locale: dateLocale(context), style });
  return namesBy[grain](bucket, write, given);
}

const namesBy: Record<
  Grain,
  (bucket: Bucket, write: Write, given: Parameters<typeof bucketNames>[2]) => Names
> = {
  minute: ({ start }, write, { severalDays }) => ({
    label: write(start, 'time'),
    title: `${severalDays ? `${write(start, 'dayMonth')} ` : ''}${write(start, 'time')}`,
  }),
  hour: ({ start, end }, write, { severalDays }) => {
    const clock = write(start, 'time');
    const isMidnight = severalDays && clock === '00:00';
    return {
      label: isMidnight ? write(start, 'dayMonth') : clock.slice(0, 2),
      title: `${severalDays ? `${write(start, 'dayMonth')} ` : ''}${clock}–${write(end - 1, 'time')}`,
    };
  },
  shift: ({ start }, write, { context }) => {
    const name = shiftName(shiftAt(start, context.calendar).shiftId, context);
    return { label: `${write(start, 'weekday')} ${name}`, title: `${write(start, 'date')}, ${name}` };
  },
  day: ({ start }, write) => ({ label: write(start, 'dayMonth'), title: write(start, 'date') }),
  week: ({ start, end }, write) => ({
    label: write(start, 'dayMonth'),
    title: `${write(start, 'date')} – ${write(end - 1, 'date')}`,
  }),
  month: ({ start }, write) => ({ label: write(start, 'month'), title: write(start, 'month') }),
};

/** A shift's name; the time between shifts has one too. */
export function shiftName(shiftId: number, { calendar, language, words }: WidgetContext): string {
  const shift = calendar.shifts.find(({ id }) => id === shiftId);
  return shift ? labelIn(shift.labels, language) : say(words, 'shift.none');
}
