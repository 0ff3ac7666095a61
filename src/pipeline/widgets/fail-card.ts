import { AppError, failureId, say } from '#sdk';
import type { Card } from '../types.ts';
import type { WidgetInstance } from './instantiate-widgets.ts';

export type CardLog = (failure: {
  readonly id: string;
  readonly card: string;
  readonly cause: unknown;
}) => void;

/** The card of a failure: what can be said about the cause, and an id that the log carries with all of it. */
export function failCard(instance: WidgetInstance, cause: unknown, log: CardLog): Card {
  const { card, context } = instance;
  const id = failureId();
  log({ id, card: card.key, cause });
  const { code, params } = cause instanceof AppError ? cause : { code: 'widget_failed', params: {} };
  const message = say(context.words, `errors.${code}`, { ...params, id });
  return { ...card, status: 'error', error: { code, message, id } };
}
