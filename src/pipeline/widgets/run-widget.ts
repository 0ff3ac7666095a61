import { AppError, type CardModel, isApiNeed, type Need, type WidgetData } from '#sdk';
import type { Card, CardStatus } from '../types.ts';
import { type CardLog, failCard } from './fail-card.ts';
import type { WidgetInstance } from './instantiate-widgets.ts';
import { plainJson } from './plain-json.ts';
import type { WidgetRunner } from './widget-runner.ts';

const maxModelBytes = 1024 * 1024;

/** What the broker hands over for one card. */
export type Handed = {
  readonly needs: Readonly<Record<string, Need>>;
  readonly data: WidgetData;
  /** Exactly the columns handed over. */
  readonly columns: readonly string[];
  /** Labels of the filters its datasets cannot honour. */
  readonly without: readonly string[];
};

/** Runs one widget. Whatever it throws, and a model that is not plain JSON of at most 1 MB, costs only its own card. */
export async function runWidget(
  instance: WidgetInstance,
  handed: Handed,
  tools: { readonly run: WidgetRunner; readonly log: CardLog; readonly took?: (ms: number) => void },
): Promise<Card> {
  const { columns, without } = handed;
  const given: WidgetInstance = { ...instance, card: { ...instance.card, columns, without } };
  if (!given.widget) return given.card;
  try {
    const task = {
      ...given,
      widget: given.widget,
      data: handed.data,
      ...(tools.took && { took: tools.took }),
    };
    const data = checked(await tools.run(task));
    return { ...given.card, ...freshness(handed, data, given.card.asOf), data };
  } catch (cause) {
    return failCard(given, cause, tools.log);
  }
}

function checked(model: CardModel): CardModel {
  const { value, text } = plainJson(model);
  if (typeof (value as CardModel | null)?.kind !== 'string') throw new AppError('widget_output_kind');
  const bytes = Buffer.byteLength(text);
  if (bytes > maxModelBytes)
    throw new AppError('widget_output_size', { params: { kilobytes: Math.ceil(bytes / 1024) } });
  return value as CardModel;
}

function freshness(handed: Handed, model: CardModel, now: number): { status: CardStatus; asOf: number } {
  const apis = Object.entries(handed.needs).filter(([, need]) => isApiNeed(need));
  const answers = apis.flatMap(([name]) => {
    try {
      return [handed.data.api(name)];
    } catch {
      return [];
    }
  });
  const asOf = Math.min(now, ...answers.map((answer) => answer.asOf));
  if (model.kind === 'empty') return { status: 'empty', asOf };
  return { status: answers.some(({ status }) => status === 'stale') ? 'stale' : 'ok', asOf };
}
