import type { Need } from '#sdk';
import type { Card } from '../types.ts';
import { type CardLog, failCard } from './fail-card.ts';
import type { WidgetInstance } from './instantiate-widgets.ts';

export type AskedNeeds = { readonly needs: Readonly<Record<string, Need>>; readonly failed: Card | null };

/** What a widget asks for, before anything is read; a widget that throws here has failed, and only it. */
export function askNeeds(instance: WidgetInstance, log: CardLog): AskedNeeds {
  if (!instance.widget) return { needs: {}, failed: instance.card };
  try {
    return { needs: instance.widget.needs(instance.context), failed: null };
  } catch (cause) {
    return { needs: {}, failed: failCard(instance, cause, log) };
  }
}
