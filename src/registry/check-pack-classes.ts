import type { CatalogEntry, PackDefinition } from '#sdk';
import type { PackProblem, Registry } from './types.ts';

export type PackClasses = Pick<Registry, 'filters' | 'widgets'>;
type Entries = Registry['filters'] | Registry['widgets'];

/** What only the whole registry tells of a pack: classes that are not there, and settings that they do not take. */
export const checkPackClasses = (pack: PackDefinition, { filters, widgets }: PackClasses): PackProblem[] => [
  ...pack.filters.flatMap((entry, index) => problemsOf(entry, `/filters/${index}`, filters)),
  ...pack.widgets.flatMap((entry, index) => problemsOf(entry, `/widgets/${index}`, widgets)),
];

function problemsOf(entry: CatalogEntry, pointer: string, known: Entries): PackProblem[] {
  const found = known.get(entry.class);
  if (!found) return [{ pointer: `${pointer}/class`, reason: `there is no class "${entry.class}"` }];
  return found
    .checkSettings(entry.settings)
    .map((problem) => ({ pointer: `${pointer}/settings`, reason: `settings of "${entry.key}": ${problem}` }));
}
