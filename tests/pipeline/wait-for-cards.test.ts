import { describe, expect, it } from 'vitest';
import { waitForCards } from '../../src/pipeline/apply/wait-for-cards.ts';
import type { Card } from '../../src/pipeline/types.ts';
import { fixtureCards } from '../support/apply-result-fixture.ts';
import { untilGate } from '../support/until-gate.ts';

const [face, other] = fixtureCards.map((card): Card => ({ ...card, status: 'empty', data: null }));
const ready = (card: Card): Card => ({ ...card, status: 'ok' });
const at = (signal = new AbortController().signal, patienceMs = 20) => ({ patienceMs, signal });

/** A card that is ready when its gate opens, and its signals. */
function slowCard() {
  const { gate, open } = untilGate();
  const signals: AbortSignal[] = [];
  const compute = async (signal: AbortSignal) => {
    signals.push(signal);
    await gate;
    return ready(face!);
  };
  return { handed: { face: face!, doubtful: false, compute }, open, signals };
}

describe('waiting for cards', () => {
  it('answers without those that are not there in time, which go on', async () => {
    const slow = slowCard();
    const quick = { face: other!, doubtful: false, compute: async () => ready(other!) };
    const { cards, pending } = await waitForCards([slow.handed, quick], at());
    expect(cards).toEqual([{ ...face, status: 'pending' }, ready(other!)]);
    expect(pending!.map(({ key }) => key)).toEqual([face!.key]);
    slow.open();
    expect(await pending![0]!.card).toEqual(ready(face!));
    expect(slow.signals.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it('has nobody pending when all are there, and does not wait on', async () => {
    const quick = { face: other!, doubtful: false, compute: async () => ready(other!) };
    const began = performance.now();
    const waited = await waitForCards([quick], at(undefined, 60_000));
    expect(waited).toEqual({ cards: [ready(other!)], pending: [] });
    expect(performance.now() - began).toBeLessThan(30_000);
  });

  it('is not kept waiting by one that has failed before', async () => {
    const doubtful = { ...slowCard().handed, doubtful: true };
    const quick = { face: other!, doubtful: false, compute: async () => ready(other!) };
    const { cards } = await waitForCards([doubtful, quick], at(undefined, 600_000));
    expect(cards.map(({ status }) => status)).toEqual(['pending', 'ok']);
  });

  it('waits for one that has failed before where nobody else is asked for', async () => {
    const slow = slowCard();
    setTimeout(slow.open, 5);
    const { cards } = await waitForCards([{ ...slow.handed, doubtful: true }], at(undefined, 600_000));
    expect(cards.map(({ status }) => status)).toEqual(['ok']);
  });

  it('waits for all without a limit', async () => {
    const slow = slowCard();
    setTimeout(slow.open, 30);
    const { signal } = new AbortController();
    expect(await waitForCards([slow.handed], { signal })).toEqual({ cards: [ready(face!)] });
  });

  it('stops one that is left, and all when the request goes away', async () => {
    const [left, kept] = [slowCard(), slowCard()];
    const gone = new AbortController();
    const { pending } = await waitForCards([left.handed, kept.handed], at(gone.signal));
    pending![0]!.leave();
    expect([left, kept].map(({ signals }) => signals[0]!.aborted)).toEqual([true, false]);
    gone.abort();
    expect(kept.signals[0]!.aborted).toBe(true);
  });
});
