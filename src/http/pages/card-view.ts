import type { CardModel, PageHelpers } from '#sdk';
import type { DrawnCard } from '../../pipeline/plugins/types.ts';
import type { ApplyResult, Card } from '../../pipeline/types.ts';
import { type ComputedView, computedView } from './computed-view.ts';
import type { AppliedFilters } from './computed-words.ts';
import type { DrawnCards } from './draw-own.ts';
import type { CardTemplates, Views } from './views.ts';

/** A card as its template draws it. */
export type CardView = Omit<Card, 'data' | 'computed'> & {
  /** What its panel says about how it was computed; null where nothing was. */
  readonly computed: ComputedView | null;
  readonly id: string;
  /** Grid span and state, as classes. */
  readonly classes: string;
  readonly model: CardModel | null;
  readonly templates: CardTemplates | null;
  /** Where its pack's own template draws it: already drawn. */
  readonly drawn: DrawnCard | null;
  /** Where this card alone is asked for, with the filters applied now. */
  readonly address: string;
};

/** One after another: cards side by side, or short ones that become a single list on a phone. */
export type CardRun = { readonly short: boolean; readonly cards: readonly CardView[] };

export type BoardView = { readonly strip: readonly CardView[]; readonly runs: readonly CardRun[] };

export type CardPlace = {
  readonly views: Pick<Views, 'cardTemplates'>;
  readonly page: PageHelpers;
  readonly drawn: DrawnCards;
  readonly query: string;
  /** The filters that narrow, as on the chips. */
  readonly chips: AppliedFilters['chips'];
  readonly slug: string;
  readonly zone: string;
  /** Pending card → the run that goes on for it. */
  readonly runs?: ReadonlyMap<string, string> | undefined;
};

export function boardView(result: ApplyResult, place: CardPlace): BoardView {
  const cards = result.cards.map((card) => cardView(card, place));
  return {
    strip: cards.filter((card) => card.grid.region === 'strip'),
    runs: inRuns(cards.filter((card) => card.grid.region === 'grid')),
  };
}

export function cardView({ data, computed, ...card }: Card, place: CardPlace): CardView {
  const { views, chips } = place;
  const draws = (card.status === 'ok' || card.status === 'stale') && data;
  const templates = draws ? views.cardTemplates(data.kind, card.pack) : null;
  const drawn = place.drawn.get(card.key) ?? null;
  const failed = drawn && 'code' in drawn ? { status: 'error' as const, error: drawn } : null;
  return {
    ...{ ...card, ...failed },
    id: `card-${card.key}`,
    classes: classesOf({ ...card, ...failed }, data?.kind),
    model: data,
    computed: computed && computedView(computed, { chips, without: card.without }, place),
    templates: failed ? null : templates,
    drawn: drawn && 'body' in drawn ? drawn : null,
    address: addressOf(card.key, place),
  };
}

function addressOf(key: string, { slug, query, runs }: CardPlace): string {
  const run = runs?.get(key);
  const asked = [query, ...(run === undefined ? [] : [`_run=${run}`])].filter(Boolean).join('&');
  const address = `/d/${slug}/cards/${encodeURIComponent(key)}`;
  return asked ? `${address}?${asked}` : address;
}

function classesOf({ grid, status }: Pick<Card, 'grid' | 'status'>, kind: string | undefined): string {
  return [
    'card',
    `w${grid.w}`,
    `r${grid.h}`,
    ...(kind ? [`kind-${kind.replace(/[^\w-]/g, '')}`] : []),
    ...(status === 'ok' ? [] : [`is-${status}`]),
  ].join(' ');
}

const mostRowsOfShortCards = 2;

function inRuns(cards: readonly CardView[]): CardRun[] {
  const runs: { short: boolean; cards: CardView[] }[] = [];
  for (const card of cards) {
    const short = card.grid.h <= mostRowsOfShortCards;
    const last = runs.at(-1);
    if (last?.short === short) last.cards.push(card);
    else runs.push({ short, cards: [card] });
  }
  return runs;
}
