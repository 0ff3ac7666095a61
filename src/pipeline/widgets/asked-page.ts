import { refuse } from '#sdk';

/** Card key → page of its rows, 1-based. */
export type AskedPages = Readonly<Record<string, number>>;

/** The page of a card's rows that is asked for; the first where none is. Throws `bad_page` (422). */
export function askedPage(pages: AskedPages | undefined, key: string): number {
  const page = pages && Object.hasOwn(pages, key) ? pages[key]! : 1;
  if (!Number.isSafeInteger(page) || page < 1) throw refuse('bad_page', key, { page });
  return page;
}
