import { describe, expect, it } from 'vitest';
import { type SourceFile, sourceFiles } from './source-files.ts';

const files = sourceFiles('src', 'plugins', 'migrations');

/** What serving pages and data may import. */
const served = [
  ...['sdk', 'shared', 'type:pipeline/types', 'type:pipeline/plugins'],
  ...['catalog', 'registry', 'identity', 'ingest', 'tenancy'],
];

/** Layer → layers it may import. `type:` allows types only. */
const allowed: Record<string, string[]> = {
  sdk: [],
  shared: ['sdk'],
  registry: ['sdk'],
  catalog: ['sdk'],
  frame: ['sdk'],
  tenancy: ['sdk', 'shared'],
  months: ['sdk', 'frame', 'shared'],
  ingest: ['sdk', 'frame', 'shared'],
  export: ['sdk', 'frame', 'shared'],
  identity: ['sdk', 'frame', 'shared'],
  external: ['sdk', 'shared'],
  'pipeline/types': ['sdk'],
  'pipeline/plugins': ['sdk', 'frame', 'pipeline/types', 'type:pipeline/broker', 'type:registry'],
  'pipeline/filters': ['sdk', 'frame', 'pipeline/types', 'pipeline/plugins', 'type:registry', 'type:catalog'],
  'pipeline/query': ['sdk', 'frame', 'pipeline/types', 'type:pipeline/filters', 'type:catalog'],
  'pipeline/master': ['sdk', 'frame', 'pipeline/types', 'type:pipeline/query'],
  'pipeline/broker': ['sdk', 'frame', 'pipeline/types', 'type:pipeline/query', 'type:pipeline/master'],
  'pipeline/widgets': [
    'sdk',
    'frame',
    'pipeline/types',
    'pipeline/plugins',
    'type:pipeline/broker',
    'type:registry',
    'type:catalog',
  ],
  'pipeline/apply': [
    ...['sdk', 'pipeline/types', 'pipeline/filters', 'pipeline/query', 'pipeline/broker', 'pipeline/widgets'],
    ...['type:pipeline/plugins', 'type:catalog', 'type:registry'],
  ],
  'pipeline/apply-filters': [
    'pipeline/apply',
    ...['sdk', 'pipeline/types', 'pipeline/filters', 'pipeline/query', 'pipeline/master', 'pipeline/broker'],
    ...['pipeline/widgets', 'catalog', 'registry'],
  ],
  isolation: ['sdk', 'shared', 'frame', 'pipeline/plugins', 'type:registry', 'type:catalog'],
  http: served,
  'http/pages': ['http', ...served],
  'http/engine': ['http', ...served],
  cli: [
    ...['wiring', 'http', 'sdk', 'shared', 'catalog', 'registry', 'identity'],
    ...['ingest', 'export', 'months', 'tenancy'],
  ],
  migrations: ['sdk'],
};

describe('imports', () => {
  it('go down only, as the table says', () => {
    expect(files.filter(isCore).flatMap(forbiddenImports)).toEqual([]);
  });

  it('make no circle', () => {
    expect(circles(files)).toEqual([]);
  });

  it('give plugins the sdk, their own folder and packages, nothing else', () => {
    const wrong = files
      .filter((file) => file.path.startsWith('plugins/'))
      .flatMap((file) =>
        ownImports(file)
          .filter((to) => packOf(to) !== packOf(file.path))
          .map((to) => `${file.path} -> ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  it('of what a reading thread loads are few: no package, and nothing of the sdk but types', () => {
    const roots = ['tenancy/reader-thread', 'months/collect-month', 'pipeline/query/collect-groups'];
    const loaded = reachable(roots.map((root) => `src/${root}.ts`));
    expect(loaded.filter((target) => !target.startsWith('node:')).sort()).toEqual([
      'src/months/collect-month.ts',
      'src/months/column-builder.ts',
      'src/pipeline/query/collect-groups.ts',
      'src/tenancy/collect-rows.ts',
      'src/tenancy/load-sqlite.ts',
      'src/tenancy/reader-thread.ts',
      'src/tenancy/retry-busy.ts',
    ]);
  });

  it('have a row in the table for every folder of src', () => {
    const layers = new Set(files.filter(isCore).map((file) => layerOf(file.path)));
    expect([...layers].filter((layer) => layer !== 'wiring' && !(layer in allowed))).toEqual([]);
  });
});

const isCore = (file: SourceFile): boolean => !file.path.startsWith('plugins/');

const ownImports = (file: SourceFile): string[] =>
  file.imports
    .map(({ target }) => target)
    .filter((target) => /^(src|plugins|migrations|views|tests)\//.test(target));

const packOf = (path: string): string => path.split('/').slice(0, 2).join('/');

function layerOf(path: string): string {
  const [top, second, third] = path.replace(/\.ts$/, '').split('/') as [string, string, string?];
  if (top !== 'src') return top;
  if (!third) return 'wiring';
  if (second === 'pipeline') return `pipeline/${third}`;
  if (second === 'http' && path.split('/').length > 3) return `http/${third}`;
  return second;
}

function forbiddenImports(file: SourceFile): string[] {
  const from = layerOf(file.path);
  if (from === 'wiring') return [];
  return file.imports
    .map(({ target, typeOnly }) => ({ to: target === '#sdk' ? 'sdk' : ownLayer(target), typeOnly, target }))
    .filter(({ to, typeOnly }) => to !== null && to !== from && !isAllowed(from, to, typeOnly))
    .map(({ target }) => `${file.path} -> ${target}`);
}

const ownLayer = (target: string): string | null =>
  /^(src|plugins|migrations|tests)\//.test(target) ? layerOf(target) : null;

const isAllowed = (from: string, to: string, typeOnly: boolean): boolean =>
  (allowed[from] ?? []).some((rule) => rule === to || (typeOnly && rule === `type:${to}`));

function circles(all: readonly SourceFile[]): string[] {
  const graph = new Map(all.map((file) => [file.path, valueImports(file)]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const walk = (path: string, trail: string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    state.set(path, 'open');
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of graph.keys()) walk(path, []);
  return found;
}

/** The files and everything they load, packages included. */
function reachable(roots: readonly string[]): string[] {
  const found = new Set(roots);
  for (const path of found) {
    const file = files.find((one) => one.path === path);
    for (const { target, typeOnly } of file?.imports ?? []) if (!typeOnly) found.add(target);
  }
  return [...found];
}

const valueImports = (file: SourceFile): string[] =>
  file.imports
    .filter(({ typeOnly }) => !typeOnly)
    .map(({ target }) => (target === '#sdk' ? 'src/sdk/index.ts' : target))
    .filter((target) => target.endsWith('.ts'));
