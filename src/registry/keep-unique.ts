import type { FoundPlugin } from './read-plugin-file.ts';
import type { PluginEntry, PluginProblem, Registry } from './types.ts';

type Entries = Pick<Registry, 'filters' | 'widgets' | 'jobs' | 'sources'>;

/**
 * Name → class per kind. A name is one class: of those found twice, whatever their kinds, none is kept, since either
 * could be the one the database means.
 */
export function keepUnique(found: readonly FoundPlugin[]): { entries: Entries; problems: PluginProblem[] } {
  const byName = Map.groupBy(found, ({ entry }) => entry.name);
  const problems = [...byName.values()].filter((same) => same.length > 1).flatMap(duplicates);
  const kept = (kind: FoundPlugin['kind']): ReadonlyMap<string, PluginEntry<never>> =>
    new Map(
      found
        .filter((plugin) => plugin.kind === kind && byName.get(plugin.entry.name)!.length === 1)
        .map(({ entry }) => [entry.name, entry]),
    );
  return {
    entries: { filters: kept('filter'), widgets: kept('widget'), jobs: kept('job'), sources: kept('source') },
    problems,
  };
}

const duplicates = (same: readonly FoundPlugin[]): PluginProblem[] =>
  same.map(({ entry }) => ({
    file: entry.file,
    name: entry.name,
    reason: `the class name is also used by ${others(same, entry.file)}`,
  }));

const others = (same: readonly FoundPlugin[], file: string): string =>
  same
    .map(({ entry }) => entry.file)
    .filter((other) => other !== file)
    .join(', ') || 'the same file';
