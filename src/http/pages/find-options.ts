import type { FilterControl, Option } from '#sdk';

const found = 50;

/** The options of a control whose label holds the text, whatever its accents and case; at most fifty. */
export function findOptions({ options }: Pick<FilterControl, 'options'>, text: string): Option[] {
  const wanted = fold(text.trim());
  return options.filter(({ label }) => fold(label).includes(wanted)).slice(0, found);
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
