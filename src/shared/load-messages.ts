import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { type Language, languages, type Words } from '#sdk';

/**
 * The catalogues `messages.<language>.yml` of a folder, flattened with dots. Throws, naming file and key, when a file
 * cannot be read, holds anything but texts, or when the languages do not have the same keys.
 */
export async function loadMessages(folder: string): Promise<Readonly<Record<Language, Words>>> {
  const loaded = await Promise.all(languages.map((language) => loadLanguage(folder, language)));
  for (const [index, words] of loaded.entries()) checkKeys(folder, languages[index]!, words, loaded);
  return Object.fromEntries(languages.map((language, index) => [language, loaded[index]!])) as Record<
    Language,
    Words
  >;
}

async function loadLanguage(folder: string, language: Language): Promise<Words> {
  const file = fileOf(folder, language);
  return Object.fromEntries(
    flatten(load(await readFile(file, 'utf8'), { filename: file, maxAliases: 0 }), file),
  );
}

const fileOf = (folder: string, language: Language): string => join(folder, `messages.${language}.yml`);

function flatten(node: unknown, file: string, prefix = ''): [string, string][] {
  if (typeof node === 'string' && prefix) return [[prefix, node]];
  if (typeof node !== 'object' || node === null || Array.isArray(node)) {
    throw new Error(`${file}: "${prefix}" must be a text or hold texts (quote numbers and yes/no words)`);
  }
  return Object.entries(node).flatMap(([key, value]) =>
    flatten(value, file, prefix ? `${prefix}.${key}` : key),
  );
}

function checkKeys(folder: string, language: Language, words: Words, all: readonly Words[]): void {
  const missing = all.flatMap(Object.keys).find((key) => !Object.hasOwn(words, key));
  if (missing)
    throw new Error(`${fileOf(folder, language)}: "${missing}" is missing; the other language has it`);
}
