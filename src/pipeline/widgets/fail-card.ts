import { AppError, failureId, formatNumber, say } from '#sdk';
import type { Card } from '../types.ts';
import type { PlacedWidget } from './place-widgets.ts';

export type CardLog = (failure: {
  readonly id: string;
  readonly card: string;
  readonly cause: unknown;
}) => void;

/** The card of a failure: what can be said about the cause, and an id that the log carries with all of it. */
export function failCard(placed: PlacedWidget, cause: unknown, log: CardLog): Card {
  const { card, context } = placed;
  const { code, params } = cause instanceof AppError ? cause : { code: 'widget_failed', params: {} };
  if (saysAll.has(code)) {
    const message = say(context.words, `errors.${code}`, writeNumbers(params, context.numberLocale));
    return { ...card, status: 'error', error: { code, message, id: null } };
  }
  const id = failureId();
  log({ id, card: card.key, cause });
  const message = say(context.words, `errors.${code}`, { ...params, id });
  return { ...card, status: 'error', error: { code, message, id } };
}

/** Answers to what was asked, not failures: a log line adds nothing. */
const saysAll: ReadonlySet<string> = new Set(['window_too_large']);

const writeNumbers = (params: AppError['params'], locale: string): AppError['params'] =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      Number.isInteger(value) ? formatNumber(Number(value), locale) : value,
    ]),
  );
