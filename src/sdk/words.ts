import type { Language } from './tenant.ts';

/** The message catalogue of one language, flat: `period.today` → `Hoy`. */
export type Words = Readonly<Record<string, string>>;

/**
 * The message under `key` with its `{name}` places filled. With a `count` parameter, `key.one` or `key.other` is
 * chosen by the language's plural rules when the catalogue has them. An unknown key is returned as it stands, so that
 * a gap is seen on screen and by the catalogue test.
 */
export function say(
  words: Words,
  key: string,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const text = words[pluralKey(words, key, params.count)] ?? words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}

function pluralKey(words: Words, key: string, count: string | number | undefined): string {
  if (count === undefined) return key;
  const one = Number(String(count).replace(/\D/g, '')) === 1;
  return `${key}.${one ? 'one' : 'other'}` in words ? `${key}.${one ? 'one' : 'other'}` : key;
}

/** Text in the person's language. */
export type Wording = { readonly language: Language; readonly words: Words };
