import { type ApiRows, type CardModel, isApiNeed, type Need, type TenantId } from '#sdk';
import type { CardData } from '../broker/types.ts';
import type { PluginHost } from '../plugins/types.ts';
import type { Card, CardStatus } from '../types.ts';
import { type CardLog, failCard } from './fail-card.ts';
import type { PlacedWidget } from './place-widgets.ts';

/** What the broker hands over for one card. */
export type Handed = {
  readonly needs: Readonly<Record<string, Need>>;
  readonly data: CardData;
  /** Exactly the columns handed over. */
  readonly columns: readonly string[];
  /** Labels of the filters its datasets cannot honour. */
  readonly without: readonly string[];
};

export type CardTools = {
  readonly tenant: TenantId;
  readonly host: PluginHost;
  readonly log: CardLog;
  /** Aborts when nobody waits for the card any more. */
  readonly signal?: AbortSignal;
  /** Told how long the widget itself took. */
  readonly took?: (ms: number) => void;
};

/** Runs one widget. Whatever it does wrong costs only its own card. */
export async function runWidget(placed: PlacedWidget, handed: Handed, tools: CardTools): Promise<Card> {
  const { columns, without, needs, data } = handed;
  const given: PlacedWidget = { ...placed, card: { ...placed.card, columns, without } };
  const { use, context, card } = given;
  if (!use) return card;
  const task = { kind: 'card' as const, use, context, needs, data };
  const [outcome] = await tools.host.run(tools.tenant, [task], tools.signal);
  if ('error' in outcome!) return failCard(given, outcome.error, tools.log);
  const { value: model, ms } = outcome!;
  tools.took?.(ms);
  return { ...card, ...freshness(handed, model, card.asOf), data: model };
}

function freshness({ needs, data }: Handed, model: CardModel, now: number) {
  const answers = Object.keys(needs).flatMap((name) => (isApiNeed(needs[name]!) ? answerOf(data, name) : []));
  const asOf = Math.min(now, ...answers.map((answer) => answer.asOf));
  if (model.kind === 'empty') return { status: 'empty' as CardStatus, asOf };
  const stale = answers.some(({ status }) => status === 'stale');
  return { status: (stale ? 'stale' : 'ok') as CardStatus, asOf };
}

/** None where the call failed: the widget has dealt with that. */
function answerOf(data: CardData, name: string): ApiRows[] {
  try {
    return [data.api(name)];
  } catch {
    return [];
  }
}
