import { readFile } from 'node:fs/promises';
import { load } from 'js-yaml';
import { type Language, languages, type Words } from '#sdk';
import type { PackFile } from './find-plugin-files.ts';
import type { PluginProblem } from './types.ts';

type MessagesFile = PackFile & { readonly language: string };
type LanguageRead = MessagesFile & { readonly words: Words; readonly problems: readonly string[] };

/** The messages of every pack, flattened with dots. A pack speaks every language, with the same keys, or is a problem. */
export async function readMessages(
  files: readonly MessagesFile[],
  shown: (file: string) => string,
): Promise<{ byPack: Map<string, Record<Language, Words>>; problems: PluginProblem[] }> {
  const read = await Promise.all(files.map(readLanguage));
  const packs = Map.groupBy(read, ({ pack }) => pack);
  return {
    byPack: new Map([...packs].map(([pack, ofPack]) => [pack, byLanguage(ofPack)])),
    problems: [...packs.values()].flatMap((ofPack) =>
      ofPack.flatMap((file) =>
        [...file.problems, ...missingKeys(file, ofPack)].map((reason) => ({
          file: shown(file.path),
          name: null,
          reason,
        })),
      ),
    ),
  };
}

async function readLanguage(file: MessagesFile): Promise<LanguageRead> {
  if (!(languages as readonly string[]).includes(file.language))
    return { ...file, words: {}, problems: [`unknown language "${file.language}"`] };
  try {
    const text = await readFile(file.path, 'utf8');
    return { ...file, words: Object.fromEntries(flatten(load(text, { maxAliases: 0 }))), problems: [] };
  } catch (error) {
    return { ...file, words: {}, problems: [(error as Error).message] };
  }
}

function flatten(node: unknown, prefix = ''): [string, string][] {
  if (typeof node === 'string' && prefix) return [[prefix, node]];
  if (typeof node !== 'object' || node === null || Array.isArray(node))
    throw new Error(`"${prefix}" must be a text or hold texts (quote numbers and yes/no words)`);
  return Object.entries(node).flatMap(([key, value]) => flatten(value, prefix ? `${prefix}.${key}` : key));
}

function missingKeys(file: LanguageRead, ofPack: readonly LanguageRead[]): string[] {
  if (file.problems.length > 0) return [];
  const absent = languages.filter((language) => !ofPack.some((other) => other.language === language));
  const expected = new Set(ofPack.flatMap(({ words }) => Object.keys(words)));
  return [
    ...absent.map((language) => `the pack lacks messages.${language}.yml`),
    ...[...expected].filter((key) => !Object.hasOwn(file.words, key)).map((key) => `"${key}" is missing`),
  ];
}

const byLanguage = (ofPack: readonly LanguageRead[]): Record<Language, Words> =>
  Object.fromEntries(
    languages.map((language) => [language, ofPack.find((file) => file.language === language)?.words ?? {}]),
  ) as Record<Language, Words>;
