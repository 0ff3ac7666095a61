import { say, type Words } from '#sdk';
import type { ApplyResult, Card, PendingCard } from '../../pipeline/types.ts';

/** The answer with cards that are still pending given up: each says that it took too long. */
export function leaveLate(result: ApplyResult, words: Words): ApplyResult {
  for (const { leave } of result.pending ?? []) leave();
  const cards = result.cards.map((card) => (card.status === 'pending' ? lateCard(card, words) : card));
  return { ...result, cards, pending: [] };
}

/** A pending card when it comes, or null when it has not come in that time; it is left then, or when the signal aborts. */
export async function waitForCard(
  { card, leave }: PendingCard,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<Card | null> {
  const over = Promise.withResolvers<null>();
  const timer = setTimeout(() => over.resolve(null), ms);
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  try {
    const ready = await Promise.race([card, over.promise]);
    if (!ready) leave();
    return ready;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
}

/** The card of one that took too long. */
export function lateCard(card: Card, words: Words): Card {
  const message = say(words, 'errors.card_late');
  return { ...card, status: 'error', error: { code: 'card_late', message, id: null } };
}
