import type { PageHelpers } from '#sdk';
import type { Computed, ComputedData } from '../../pipeline/types.ts';
import { type AppliedFilters, computedWords } from './computed-words.ts';
import { spanText } from './range-line.ts';

/** A card's record as its panel draws it. */
export type ComputedView = ReturnType<typeof computedView>;

/** The record of a run in words and figures, all of them from the record itself. */
export function computedView(
  computed: Computed,
  applied: AppliedFilters,
  { page, zone }: { readonly page: PageHelpers; readonly zone: string },
) {
  const total = computed.stages.reduce((sum, { ms }) => sum + ms, 0);
  const longest = Math.max(...computed.stages.map(({ ms }) => ms));
  return {
    words: computedWords(computed, applied, { page, zone }),
    data: computed.data.map((data) => dataView(data, page, zone)),
    apis: computed.apis.map((api) => ({
      ...api,
      status: page.t(`computed.api.${api.status}`),
      asOf: api.asOf === null ? '' : page.time(api.asOf, 'timeWithSeconds'),
    })),
    stages: computed.stages.map(({ stage, ms }) => ({
      label: page.t(`computed.stage.${stage}`),
      ms: msText(ms, page),
      share: page.share(ms, longest),
    })),
    total: page.t('computed.total', { ms: msText(total, page) }),
    queries: page.t('computed.queries', { count: computed.queries }),
    version: computed.version.slice(0, shownVersion),
  };
}

/** Enough of a version to tell two answers apart by eye. */
const shownVersion = 8;

const msText = (ms: number, page: PageHelpers): string =>
  page.number(ms, { decimals: ms > 0 && ms < 10 ? 1 : 0 });

function dataView(data: ComputedData, page: PageHelpers, zone: string) {
  const { received, left, rowsRead } = data;
  return {
    title: page.t('computed.data', { dataset: data.label }),
    read: page.t('computed.rowsRead', { rows: page.number(rowsRead) }),
    months: groupMonths(data.months).map((months) => monthView(months, page)),
    kept: data.kept.map(({ from, to, rows }) => ({
      span: spanText(from, to, { page, zone }),
      rows: rows === null ? '' : page.number(rows),
      share:
        rows === null || rowsRead === 0 ? '' : page.number(rows / rowsRead, { percent: true, decimals: 0 }),
    })),
    received,
    count: page.t('computed.some', { received: received.length, all: received.length + left.length }),
    left: left.length === 0 ? '' : page.t('computed.left', { columns: leftText(left, page) }),
  };
}

type Months = ComputedData['months'];

/** Tables of one month that came from the same place are one line. */
function groupMonths(months: Months): Months[] {
  const groups = new Map<string, Months[number][]>();
  for (const month of months) {
    const name = `${month.month} ${month.grouped ? 'grouped' : month.from}`;
    groups.set(name, [...(groups.get(name) ?? []), month]);
  }
  return [...groups.values()];
}

const mostNames = 3;

function monthView(months: Months, page: PageHelpers) {
  const { month, from, grouped } = months[0]!;
  const names = months.flatMap(({ member }) => member ?? []);
  const more = names.length - mostNames;
  const shown = names.slice(0, mostNames).join(', ');
  return {
    month: page.time(Date.parse(`${month}-15T12:00:00Z`), 'month'),
    members: more > 0 ? page.t('computed.andMore', { names: shown, count: more }) : shown,
    from: page.t(`computed.from.${from}`),
    reason: page.t(`computed.reason.${grouped ? 'grouped' : from}`),
    rows: page.number(months.reduce((sum, { rows }) => sum + rows, 0)),
    ms: grouped ? '' : msText(Math.max(...months.map(({ ms }) => ms)), page),
  };
}

function leftText(left: readonly string[], page: PageHelpers): string {
  const shown = left.slice(0, mostNames).join(', ').toLowerCase();
  const more = left.length - mostNames;
  return more > 0 ? page.t('computed.andMore', { names: shown, count: more }) : shown;
}
