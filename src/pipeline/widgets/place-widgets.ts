import { hasRole, labelIn, say, type WidgetContext } from '#sdk';
import type { Placement, TenantSnapshot } from '../../catalog/types.ts';
import type { Registry } from '../../registry/types.ts';
import type { PluginUse } from '../plugins/types.ts';
import { wordsOf } from '../plugins/words-of.ts';
import type { Card } from '../types.ts';
import type { AskedPages } from './asked-page.ts';
import { askedPage } from './asked-page.ts';

/** A widget of the dashboard, ready to be asked; or its card saying why it cannot be. */
export type PlacedWidget = {
  /** The card as it is before any data, or as it stays when `use` is null. */
  readonly card: Card;
  readonly use: PluginUse | null;
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
 * The widgets that this user may see, in order. A class that is missing or switched off, or settings that do not
 * fit, cost only that card.
 */
export const placeWidgets = (
  placements: readonly Placement[],
  registry: Registry,
  { context, pages, switchedOff }: GivenToWidgets,
): PlacedWidget[] =>
  placements
    .filter(({ kind, roles }) => kind === 'widget' && hasRole(context.user.role, roles))
    .map((placement) => {
      const own = { ...context, page: askedPage(pages, placement.key) };
      return switchedOff?.has(placement.className)
        ? unusable(placement, own, { code: 'switched_off', problem: '' })
        : place(placement, registry, own);
    });

function place(placement: Placement, registry: Registry, core: WidgetContext): PlacedWidget {
  const { key, className, settings } = placement;
  const entry = registry.widgets.get(className);
  if (!entry) return unusable(placement, core, { code: 'missing_class', problem: '' });
  const problem = placement.settingsError ?? entry.checkSettings(settings)[0];
  if (problem) return unusable(placement, core, { code: 'bad_settings', problem });
  const { sourceType } = entry.pluginClass;
  return {
    card: { ...blankCard(placement, core), pack: entry.pack, sourceType },
    use: { className, key, settings },
    context: { ...core, words: wordsOf(registry, entry.pack, core) },
  };
}

function unusable(
  placement: Placement,
  context: WidgetContext,
  { code, problem }: { code: string; problem: string },
): PlacedWidget {
  const params = { class: placement.className, row: placement.key, problem };
  const error = { code, message: say(context.words, `errors.${code}`, params), id: null };
  return { card: { ...blankCard(placement, context), status: 'error', error }, use: null, context };
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
