import { plantDate, type Range, zoneName } from '#sdk';
import type { PageHelpers } from './page-helpers.ts';

/** The line under the title: what days and hours are shown, on whose clock, and what they are compared with. */
export function rangeLine(range: Range, page: PageHelpers, zone: string): string {
  const { from, to } = range.selected;
  const shown = page.t('dashboard.zoned', {
    range: spanText(from, to, { page, zone }),
    zone: zoneName(to, zone),
  });
  return range.comparedWith
    ? page.t('dashboard.compared', { range: shown, other: range.comparedWith })
    : shown;
}

/** Whether the period lies within one plant date. */
export const isOneDay = ({ selected }: Range, zone: string): boolean =>
  plantDate(selected.from, zone) === plantDate(Math.max(selected.from, selected.to - 1), zone);

type Clock = { readonly page: PageHelpers; readonly zone: string };

function spanText(from: number, to: number, { page, zone }: Clock): string {
  const end = endText(to, { page, zone });
  const start = page.time(from, 'time');
  if (plantDate(from, zone) === plantDate(Math.max(from, to - 1), zone))
    return `${page.time(from, 'date')}, ${start}–${end.clock}`;
  return `${page.time(from, 'date')} ${start} – ${end.date} ${end.clock}`;
}

/** Midnight belongs to the day that ends with it. */
function endText(to: number, { page, zone }: Clock): { date: string; clock: string } {
  const clock = page.time(to, 'time');
  const midnight = clock === '00:00' && plantDate(to, zone) !== plantDate(to - 1, zone);
  return { date: page.time(midnight ? to - 1 : to, 'date'), clock: midnight ? '24:00' : clock };
}
