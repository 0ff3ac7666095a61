import { expect, it } from 'vitest';
import { sourceFiles } from '../architecture/source-files.ts';

/** What a worker loads costs memory in each of them. */
it('a worker loads the shared language, frames and plugins, plant time, and an engine once a template is drawn', () => {
  const files = new Map(sourceFiles('src').map((file) => [file.path, file]));
  const seen = new Set(['src/isolation/worker.ts']);
  const packages = new Set<string>();
  for (const path of seen) {
    for (const { target, typeOnly } of files.get(path)!.imports) {
      const own = target === '#sdk' ? 'src/sdk/index.ts' : target;
      if (typeOnly || own.startsWith('node:')) continue;
      if (files.has(own)) seen.add(own);
      else packages.add(own);
    }
  }
  expect([...packages].sort()).toEqual(['eta', 'temporal-polyfill']);
  const folders = new Set([...seen].map((path) => path.split('/').slice(1, -1).join('/')));
  expect([...folders].sort()).toEqual([
    'frame',
    'isolation',
    'pipeline/plugins',
    'sdk',
    'sdk/drawing',
    'sdk/time',
  ]);
});
