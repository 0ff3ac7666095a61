import type { ApplyResult, Card, PendingCard } from '../types.ts';
import type { HandedCard } from './hand-card.ts';

export type WaitedCards = Pick<ApplyResult, 'cards' | 'pending'>;

/**
 * Computes every card and waits for them, with limited patience if asked to: those not there by then go on, each until
 * it is left, and stand among the answers as `pending`. Patience ends as soon as only doubtful ones are missing. A
 * request that goes away leaves all of them.
 */
export async function waitForCards(
  handed: readonly HandedCard[],
  { patienceMs, signal }: { readonly patienceMs?: number; readonly signal: AbortSignal },
): Promise<WaitedCards> {
  if (patienceMs === undefined) {
    return { cards: await Promise.all(handed.map(({ compute }) => compute(signal))) };
  }
  const running = handed.map((card) => ({ ...card, ...start(card, signal) }));
  const patience = startPatience(
    patienceMs,
    running.filter(({ doubtful }) => !doubtful).map(({ card }) => card),
  );
  const ready = await Promise.all(running.map(({ card }) => Promise.race([card, patience.over]))).finally(
    patience.end,
  );
  return {
    cards: ready.map((card, index) => card ?? { ...running[index]!.face, status: 'pending' }),
    pending: running
      .filter((_, index) => ready[index] === null)
      .map(({ face, card, leave }) => ({ key: face.key, card, leave })),
  };
}

function start({ compute }: HandedCard, signal: AbortSignal): Omit<PendingCard, 'key'> {
  const left = new AbortController();
  return { card: compute(AbortSignal.any([signal, left.signal])), leave: () => left.abort() };
}

function startPatience(
  ms: number,
  trusted: readonly Promise<Card>[],
): { readonly over: Promise<null>; readonly end: () => void } {
  const { promise: over, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  if (trusted.length > 0) void Promise.allSettled(trusted).then(() => resolve(null));
  return { over, end: () => clearTimeout(timer) };
}
