import type { FilterContext } from '#sdk';

/** The locale for dates: the person's language, with the tenant's region where it speaks that language. */
export const dateLocale = ({
  language,
  numberLocale,
}: Pick<FilterContext, 'language' | 'numberLocale'>): string =>
  numberLocale.startsWith(language) ? numberLocale : language;
