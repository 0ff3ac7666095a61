import { addDays, type FilterContext, type Range, say, startOfDay } from '#sdk';

/** The period where no filter chooses one: the last 7 plant days with today, against the 7 before at the same time. */
export function defaultRange({ now, zone, words }: FilterContext): Range {
  const today = startOfDay(now, zone);
  const from = addDays(today, -6, zone);
  const to = addDays(today, 1, zone);
  const earlier = (instant: number): number => addDays(instant, -7, zone);
  return {
    selected: { from, to: now },
    whole: { from, to },
    previous: { from: earlier(from), to: earlier(now) },
    previousWhole: { from: earlier(from), to: earlier(to) },
    name: say(words, 'period.last_week'),
    comparedWith: say(words, 'period.week_before'),
  };
}
