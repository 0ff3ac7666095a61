import type { FilterContext, Words } from '#sdk';
import type { Registry } from '../../registry/types.ts';

/** Core words → a pack's messages over them. Made once, so that whoever hands them on can know them again. */
const merged = new WeakMap<Words, WeakMap<Words, Words>>();

/** The messages that a pack's plugins see: their own over the core ones. */
export function wordsOf(
  { messages }: Pick<Registry, 'messages'>,
  pack: string,
  { words, language }: Pick<FilterContext, 'words' | 'language'>,
): Words {
  const own = messages.get(pack)?.[language];
  if (!own) return words;
  const known = merged.get(words) ?? new WeakMap<Words, Words>();
  merged.set(words, known);
  const both = known.get(own) ?? { ...words, ...own };
  known.set(own, both);
  return both;
}
