import { type BaseWidget, hasRole, labelIn, say, type WidgetContext } from '#sdk';
import type { Placement, TenantSnapshot } from '../../catalog/types.ts';
import type { Registry } from '../../registry/types.ts';
import type { Card } from '../types.ts';
import type { AskedPages } from './asked-page.ts';
import { askedPage } from './asked-page.ts';

/** A widget of the dashboard, ready to be asked; or its card saying why it cannot be. */
export type WidgetInstance = {
  /** The card as it is before any data, or as it stays when `widget` is null. */
  readonly card: Card;
  readonly widget: BaseWidget | null;
  /** The Apply's context with the messages of the widget's own pack over the core ones. */
  readonly context: WidgetContext;
};

export type GivenToWidgets = {
  readonly context: Omit<WidgetContext, 'page'>;
  readonly pages?: AskedPages;
  /** Classes that do not run for this tenant; none when absent. */
  readonly switchedOff?: TenantSnapshot['switchedOff'];
};

/**
 * Makes the widgets that this user may see, in order. A class that is missing or switched off, or settings that do not
 * fit, cost only that card.
 */
export const instantiateWidgets = (
  placements: readonly Placement[],
  registry: Registry,
  { context, pages, switchedOff }: GivenToWidgets,
): WidgetInstance[] =>
  placements
    .filter(({ kind, roles }) => kind === 'widget' && hasRole(context.user.role, roles))
    .map((placement) => {
      const own = { ...context, page: askedPage(pages, placement.key) };
      return switchedOff?.has(placement.className)
        ? unusable(placement, own, { code: 'switched_off', problem: '' })
        : instantiate(placement, registry, own);
    });

function instantiate(placement: Placement, registry: Registry, core: WidgetContext): WidgetInstance {
  const { key, className, settings } = placement;
  const entry = registry.widgets.get(className);
  if (!entry) return unusable(placement, core, { code: 'missing_class', problem: '' });
  const problem = placement.settingsError ?? entry.checkSettings(settings)[0];
  if (problem) return unusable(placement, core, { code: 'bad_settings', problem });
  const words = { ...core.words, ...registry.messages.get(entry.pack)?.[core.language] };
  const { sourceType } = entry.pluginClass;
  return {
    card: { ...blankCard(placement, core), pack: entry.pack, sourceType },
    widget: new entry.pluginClass(settings as never, key),
    context: { ...core, words },
  };
}

function unusable(
  placement: Placement,
  context: WidgetContext,
  { code, problem }: { code: string; problem: string },
): WidgetInstance {
  const params = { class: placement.className, row: placement.key, problem };
  const error = { code, message: say(context.words, `errors.${code}`, params), id: null };
  return { card: { ...blankCard(placement, context), status: 'error', error }, widget: null, context };
}

const blankCard = (placement: Placement, { language, now }: WidgetContext): Card => ({
  key: placement.key,
  className: placement.className,
  pack: null,
  title: labelIn(placement.title, language),
  subtitle: placement.subtitle ? labelIn(placement.subtitle, language) : '',
  without: [],
  grid: placement.grid,
  status: 'empty',
  sourceType: null,
  columns: [],
  asOf: now,
  data: null,
  error: null,
  computed: null,
});
