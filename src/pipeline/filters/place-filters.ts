import { type FilterContext, hasRole, labelIn, say } from '#sdk';
import type { Placement, TenantSnapshot } from '../../catalog/types.ts';
import type { Registry } from '../../registry/types.ts';
import type { PluginUse } from '../plugins/types.ts';
import { wordsOf } from '../plugins/words-of.ts';
import type { FieldError } from '../types.ts';

/** A filter of the dashboard, ready to read its input; or why it cannot be used. */
export type PlacedFilter = {
  readonly id: string;
  readonly className: string;
  readonly label: string;
  readonly use: PluginUse | null;
  /** The Apply's context with the messages of the filter's own pack over the core ones. */
  readonly context: FilterContext;
  readonly error: FieldError | null;
};

export type GivenToFilters = {
  readonly context: FilterContext;
  /** Classes that do not run for this tenant; none when absent. */
  readonly switchedOff?: TenantSnapshot['switchedOff'];
};

/**
 * The filters that this user may see, in order. A class that is missing or switched off, or settings that do not fit,
 * cost only that filter.
 */
export const placeFilters = (
  placements: readonly Placement[],
  registry: Registry,
  given: GivenToFilters,
): PlacedFilter[] =>
  placements
    .filter(({ kind, roles }) => kind === 'filter' && hasRole(given.context.user.role, roles))
    .map((placement) => place(placement, registry, given));

function place(
  placement: Placement,
  registry: Registry,
  { context: core, switchedOff }: GivenToFilters,
): PlacedFilter {
  const { key: id, className, settings } = placement;
  const base = { id, className, label: labelIn(placement.title, core.language) };
  const unusable = (rule: string, problem = ''): PlacedFilter => {
    const message = say(core.words, `errors.${rule}`, { class: className, row: id, problem });
    return { ...base, use: null, context: core, error: { field: id, rule, message } };
  };
  if (switchedOff?.has(className)) return unusable('switched_off');
  const entry = registry.filters.get(className);
  if (!entry) return unusable('missing_class');
  const problem = placement.settingsError ?? entry.checkSettings(settings)[0];
  if (problem) return unusable('bad_settings', problem);
  const words = wordsOf(registry, entry.pack, core);
  return { ...base, use: { className, key: id, settings }, context: { ...core, words }, error: null };
}
