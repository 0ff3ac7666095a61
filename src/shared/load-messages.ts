import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Language, Words } from '#sdk';

/**
 * The catalogues `messages.<language>.yml` of a folder, flattened with dots. Throws, naming file and key, when a file
 * cannot be read, holds anything but texts, or when the languages do not have the same keys.
 */
export async function loadMessages(folder: string): Promise<Readonly<Record<Language, Words>>> {
  const es = await loadLanguage(folder, 'es');
  const en = await loadLanguage(folder, 'en');
  checkKeys(es, en, fileOf(folder, 'es'));
  checkKeys(en, es, fileOf(folder, 'en'));
  return { es, en };
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

function checkKeys(words: Words, other: Words, file: string): void {
  const missing = Object.keys(other).find((key) => !Object.hasOwn(words, key));
  if (missing) throw new Error(`${file}: "${missing}" is missing; the other language has it`);
}
