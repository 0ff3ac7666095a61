import type { Need, TenantId } from '#sdk';
import type { PluginHost } from '../plugins/types.ts';
import type { Card } from '../types.ts';
import { type CardLog, failCard } from './fail-card.ts';
import type { PlacedWidget } from './place-widgets.ts';

export type AskedWidget = {
  readonly placed: PlacedWidget;
  readonly needs: Readonly<Record<string, Need>>;
  readonly failed: Card | null;
};

/** What the widgets ask for, before anything is read; one that fails here has failed, and only it. */
export async function askNeeds(
  widgets: readonly PlacedWidget[],
  tools: { readonly tenant: TenantId; readonly host: PluginHost; readonly log: CardLog },
): Promise<AskedWidget[]> {
  const usable = widgets.flatMap(({ use, context }) =>
    use ? [{ kind: 'needs' as const, use, context }] : [],
  );
  const outcomes = await tools.host.run(tools.tenant, usable);
  const waiting = outcomes.values();
  return widgets.map((placed) => {
    if (!placed.use) return { placed, needs: {}, failed: placed.card };
    const outcome = waiting.next().value!;
    if ('value' in outcome) return { placed, needs: outcome.value, failed: null };
    return { placed, needs: {}, failed: failCard(placed, outcome.error, tools.log) };
  });
}
