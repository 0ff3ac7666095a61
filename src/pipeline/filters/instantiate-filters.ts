import { type BaseFilter, type FilterContext, hasRole, labelIn, say } from '#sdk';
import type { Placement } from '../../catalog/types.ts';
import type { Registry } from '../../registry/types.ts';
import type { FieldError } from '../types.ts';

/** A filter of the dashboard, ready to read its input; or why it cannot be used. */
export type FilterInstance = {
  readonly id: string;
  readonly className: string;
  readonly label: string;
  readonly filter: BaseFilter | null;
  /** The Apply's context with the messages of the filter's own pack over the core ones. */
  readonly context: FilterContext;
  readonly error: FieldError | null;
};

/** Makes the filters that this user may see, in order. A class or settings that do not fit cost only that filter. */
export const instantiateFilters = (
  placements: readonly Placement[],
  registry: Registry,
  context: FilterContext,
): FilterInstance[] =>
  placements
    .filter(({ kind, roles }) => kind === 'filter' && hasRole(context.user.role, roles))
    .map((placement) => instantiate(placement, registry, context));

function instantiate(placement: Placement, registry: Registry, core: FilterContext): FilterInstance {
  const { key: id, className, settings } = placement;
  const base = { id, className, label: labelIn(placement.title, core.language) };
  const unusable = (rule: string, problem = ''): FilterInstance => {
    const message = say(core.words, `errors.${rule}`, { class: className, row: id, problem });
    return { ...base, filter: null, context: core, error: { field: id, rule, message } };
  };
  const entry = registry.filters.get(className);
  if (!entry) return unusable('missing_class');
  const problem = placement.settingsError ?? entry.checkSettings(settings)[0];
  if (problem) return unusable('bad_settings', problem);
  const words = { ...core.words, ...registry.messages.get(entry.pack)?.[core.language] };
  const filter = new entry.pluginClass(settings as never, id);
  return { ...base, filter, context: { ...core, words }, error: null };
}
