import { scopeData } from '../broker/scope-data.ts';
import type { PluginHost } from '../plugins/types.ts';
import type { Card } from '../types.ts';
import type { AskedWidget } from '../widgets/ask-needs.ts';
import type { PlacedWidget } from '../widgets/place-widgets.ts';
import { type Handed, runWidget } from '../widgets/run-widget.ts';
import { cardOwner } from './ask-all.ts';
import { explainCard, type RunRecord } from './explain-card.ts';

/** A card that has its data and waits for its turn. */
export type HandedCard = {
  /** As it is drawn while it is not ready. */
  readonly face: Card;
  /** Its last try failed: others do not wait for it. */
  readonly doubtful: boolean;
  /** Runs its widget; the signal aborts when nobody waits for it any more. */
  readonly compute: (signal: AbortSignal) => Promise<Card>;
};

/** Hands one card its data; one that failed already stays as it is. */
export function handCard(
  { placed, failed, needs }: AskedWidget,
  run: RunRecord,
  { host }: { readonly host: PluginHost },
): HandedCard {
  if (failed) return { face: failed, doubtful: false, compute: async () => failed };
  const scoped = scopeData(run.sources, cardOwner(placed.card.key));
  const without = scoped.without.map(run.opened.labelOfFilter);
  const handed = { ...scoped, needs, without };
  return {
    face: { ...placed.card, columns: scoped.columns, without },
    doubtful: placed.use !== null && (host.hasFailed?.(run.opened.scope.tenant, placed.use) ?? false),
    compute: (signal) => runCard(placed, handed, { run, host, signal }),
  };
}

type Running = { readonly run: RunRecord; readonly host: PluginHost; readonly signal: AbortSignal };

/** Runs one card; the record of how goes with it. What fails because nobody waits is no failure. */
async function runCard(placed: PlacedWidget, handed: Handed, { run, host, signal }: Running): Promise<Card> {
  const { scope, logCard } = run.opened;
  const began = performance.now();
  let calculateMs: number | null = null;
  const card = await runWidget(placed, handed, {
    ...{ tenant: scope.tenant, host, signal },
    log: (failure) => {
      if (!signal.aborted) logCard(failure);
    },
    took: (ms) => {
      calculateMs = ms;
    },
  });
  const computed = explainCard(run, cardOwner(card.key), calculateMs ?? performance.now() - began);
  return { ...card, computed };
}
