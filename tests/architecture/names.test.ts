import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { projectRoot, sourceFiles } from './source-files.ts';

const core = sourceFiles('src');
const plugins = sourceFiles('plugins');

const views = readdirSync(join(projectRoot, 'views'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(eta|js|css)$/.test(path))
  .map((path) => ({ path: `views/${path}`, text: readFileSync(join(projectRoot, 'views', path), 'utf8') }));

describe('the core', () => {
  it('names no plugin class', () => {
    const classes = plugins.flatMap((file) =>
      [...file.text.matchAll(/export class (\w+)/g)].map((match) => match[1]!),
    );
    expect(classes.length).toBeGreaterThan(8);
    expect(mentions(classes.map((name) => `\\b${name}\\b`))).toEqual([]);
  });

  it('names no dataset and no dimension of a pack', () => {
    const keys = packKeys();
    expect(keys.length).toBeGreaterThan(0);
    expect(mentions(keys.map((key) => `['"\`]${key}['"\`]`))).toEqual([]);
  });

  it('knows the time only at its edges', () => {
    const clock = /new Date\(\)|Date\.now\(\)/;
    const inner = core.filter((file) => !/^src\/(http|cli|jobs|server|app)/.test(file.path));
    expect(inner.filter((file) => clock.test(file.text)).map((file) => file.path)).toEqual([]);
  });
});

function mentions(patterns: readonly string[]): string[] {
  return [...core, ...views].flatMap(({ path, text }) =>
    patterns.filter((pattern) => new RegExp(pattern).test(text)).map((pattern) => `${path} names ${pattern}`),
  );
}

function packKeys(): string[] {
  const packs = readdirSync(join(projectRoot, 'plugins'))
    .map((name) => join(projectRoot, 'plugins', name, 'pack.yml'))
    .filter((file) => existsSync(file))
    .map(
      (file) =>
        load(readFileSync(file, 'utf8')) as { datasets?: { key: string }[]; dimensions?: { key: string }[] },
    );
  return packs.flatMap((pack) =>
    [...(pack.datasets ?? []), ...(pack.dimensions ?? [])].map(({ key }) => key),
  );
}
