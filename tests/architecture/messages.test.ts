import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Language, Words } from '#sdk';
import { loadMessages } from '../../src/shared/load-messages.ts';
import { projectRoot, sourceFiles } from './source-files.ts';

type Catalogue = Readonly<Record<Language, Words>>;

const core = await loadMessages(join(projectRoot, 'views'));
const packs = new Map<string, Catalogue>();
for (const name of readdirSync(join(projectRoot, 'plugins'))) {
  const folder = join(projectRoot, 'plugins', name);
  if (existsSync(join(folder, 'messages.es.yml'))) packs.set(name, await loadMessages(folder));
}
const catalogues = [core, ...packs.values()];
const sources = [...sourceFiles('src'), ...sourceFiles('plugins')];

/** `new AppError('code'`, `refuse('code'`, `refusal('code'`, and the second branch of a condition in their place. */
const thrown = /\b(?:AppError|refuse|refusal)\(\s*(?:[\w.! =']+\?\s*)?'(\w+)'(?:\s*:\s*'(\w+)')?/g;

const codesOf = (text: string): string[] =>
  [...text.matchAll(thrown)].flatMap(([, one, other]) => [one!, ...(other ? [other] : [])]);

/** An error of a pack is worded by its own messages over the core's. */
const wordsFor = (path: string): Words => ({
  ...core.es,
  ...packs.get(/^plugins\/([^/]+)\//.exec(path)?.[1] ?? '')?.es,
});

describe('the message catalogues', () => {
  it('word every error that the code throws', () => {
    const codes = sources.flatMap(({ path, text }) => codesOf(text).map((code) => ({ path, code })));
    expect(codes.length).toBeGreaterThan(120);
    expect(codes.filter(({ path, code }) => !(`errors.${code}` in wordsFor(path)))).toEqual([]);
  });

  it('word no error that nothing throws', () => {
    const text = sources.map((file) => file.text).join('\n') + bootstrap;
    const worded = catalogues.flatMap(({ es }) => Object.keys(es)).filter((key) => key.startsWith('errors.'));
    const codes = worded.map((key) => key.slice('errors.'.length).replace(/^api_file_/, ''));
    expect(
      codes.filter((code) => !text.includes(`'${code}'`) && !text.includes(`'api_file_${code}'`)),
    ).toEqual([]);
  });

  it('word every text that a page asks for', () => {
    const asked = templates().flatMap((text) =>
      [...text.matchAll(/\bt\('([\w.]+)'/g)].map(([, key]) => key!),
    );
    const worded = (key: string): boolean => key in core.es || `${key}.other` in core.es;
    expect(asked.length).toBeGreaterThan(60);
    expect(asked.filter((key) => !key.endsWith('.') && !worded(key))).toEqual([]);
  });

  it('leave the same places open in both languages', () => {
    const differing = catalogues.flatMap(({ es, en }) =>
      Object.keys(es).filter((key) => placesOf(es[key]!) !== placesOf(en[key]!)),
    );
    expect(differing).toEqual([]);
  });
});

const templates = (): string[] =>
  readdirSync(join(projectRoot, 'views'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.eta'))
    .map((path) => readFileSync(join(projectRoot, 'views', path), 'utf8'));

/** What the launcher says before anything of ours runs. */
const bootstrap = "'node_too_old'";

const placesOf = (text: string): string =>
  [...text.matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => name)
    .sort()
    .join();
