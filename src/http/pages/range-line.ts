import type { PageHelpers } from '#sdk';
import { plantDate, type Range, zoneName } from '#sdk';

/** The line under the title: what days and hours are shown, on whose clock, and what they are compared with. */
export function rangeLine(range: Range, page: PageHelpers, zone: string): string {
  const { from, to } = range.selected;
  const shown = page.t('dashboard.zoned', {
    range: spanText(from, to, { page, zone }),
    zone: zoneName(to, zone),
  });
  if (!range.comparedWith) return shown;
  const key = stopsEarly(range, page) ? 'dashboard.comparedSoFar' : 'dashboard.compared';
  return page.t(key, { range: shown, other: range.comparedWith });
}

/** The same for a narrow screen: no weekday, no year, no words that can be spared. */
export function shortRangeLine(range: Range, page: PageHelpers, zone: string): string {
  const { from, to } = range.selected;
  const end = endText(to, { page, zone });
  const span = isOneDay(range, zone)
    ? `${page.time(from, 'dayMonth')}, ${page.time(from, 'time')}–${end.clock}`
    : `${page.time(from, 'dateTime')} – ${page.time(end.day, 'dayMonth')} ${end.clock}`;
  const shown = page.t('dashboard.zoned', { range: span, zone: zoneName(to, zone) });
  return range.comparedWith
    ? page.t('dashboard.comparedShort', { range: shown, other: range.comparedWith })
    : shown;
}

/** A period that is not over is compared with the earlier one up to the same hour, where that is the same. */
const stopsEarly = ({ selected, whole, previous }: Range, page: PageHelpers): boolean =>
  selected.to < whole.to && page.time(selected.to, 'time') === page.time(previous.to, 'time');

/** Whether the period lies within one plant date. */
export const isOneDay = ({ selected }: Range, zone: string): boolean =>
  plantDate(selected.from, zone) === plantDate(Math.max(selected.from, selected.to - 1), zone);

type Clock = { readonly page: PageHelpers; readonly zone: string };

/** From when to when, dates once where both are the same. */
export function spanText(from: number, to: number, { page, zone }: Clock): string {
  const end = endText(to, { page, zone });
  const start = page.time(from, 'time');
  if (plantDate(from, zone) === plantDate(Math.max(from, to - 1), zone))
    return `${page.time(from, 'date')}, ${start}–${end.clock}`;
  return `${page.time(from, 'date')} ${start} – ${page.time(end.day, 'date')} ${end.clock}`;
}

/** Midnight belongs to the day that ends with it. */
function endText(to: number, { page, zone }: Clock): { day: number; clock: string } {
  const clock = page.time(to, 'time');
  const midnight = clock === '00:00' && plantDate(to, zone) !== plantDate(to - 1, zone);
  return { day: midnight ? to - 1 : to, clock: midnight ? '24:00' : clock };
}
