import type { PageHelpers } from '#sdk';
import type { Computed, ComputedApi, ComputedData } from '../../pipeline/types.ts';
import { spanText } from './range-line.ts';

/** What a card's record does not say itself: the filters of its Apply, as on the chips, and those it cannot honour. */
export type AppliedFilters = {
  readonly chips: readonly { readonly label: string; readonly text: string }[];
  readonly without: readonly string[];
};

/** What was computed from what, in a few plain sentences; every figure is the record's own. */
export function computedWords(
  { data, apis }: Computed,
  applied: AppliedFilters,
  { page, zone }: { readonly page: PageHelpers; readonly zone: string },
): string {
  const sentences = [
    ...data.flatMap((one) => [fromText(one, applied, page), ...rowTexts(one, page, zone)]),
    ...apis.map((api) => apiText(api, page)),
  ];
  return sentences.join(' ');
}

function fromText({ label }: ComputedData, { chips, without }: AppliedFilters, page: PageHelpers): string {
  const honoured = chips.filter((chip) => !without.includes(chip.label));
  const filters = page.list(honoured.map(({ label: name, text }) => `${name}: ${text}`));
  const key = `computed.say.${honoured.length > 0 ? 'filtered' : 'all'}${without.length > 0 ? 'Without' : ''}`;
  const names = page.list(without.map((name) => name.toLowerCase()));
  return page.t(key, { dataset: label.toLowerCase(), filters, names });
}

/** What was read, from where, and what was kept of it; then what the database grouped itself. */
function rowTexts({ months, kept, rowsRead }: ComputedData, page: PageHelpers, zone: string): string[] {
  if (months.length === 0) return [page.t('computed.say.nothing')];
  const read = months.filter(({ grouped }) => !grouped);
  const spans = kept.flatMap(({ from, to, rows }) => {
    if (rows === null) return [];
    const share = page.number(rowsRead === 0 ? 0 : rows / rowsRead, { percent: true, decimals: 0 });
    return [
      page.t('computed.say.span', {
        rows: page.number(rows),
        share,
        span: spanText(from, to, { page, zone }),
      }),
    ];
  });
  const grouped = sumOf(months.filter((month) => month.grouped));
  return [
    ...(read.length > 0
      ? [
          page.t('computed.say.read', {
            rows: page.number(sumOf(read)),
            origins: originsText(read, page),
            kept: page.list(spans),
          }),
        ]
      : []),
    ...(grouped > 0 ? [page.t('computed.say.grouped', { rows: page.number(grouped) })] : []),
  ];
}

type Months = ComputedData['months'];

const sumOf = (months: Months): number => months.reduce((sum, { rows }) => sum + rows, 0);

function originsText(months: Months, page: PageHelpers): string {
  const counts = new Map<string, number>();
  for (const { from } of months) counts.set(from, (counts.get(from) ?? 0) + 1);
  return page.list(
    [...counts].map(([from, count]) => page.t(`computed.say.origin.${from}`, { count: page.number(count) })),
  );
}

const apiText = ({ api, status, asOf }: ComputedApi, page: PageHelpers): string =>
  page.t(`computed.say.api.${status}`, { api, time: asOf === null ? '' : page.time(asOf, 'dateTime') });
