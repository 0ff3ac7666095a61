import { describe, expect, it } from 'vitest';
import { codeWords } from '../../src/registry/code-words.ts';
import { reasonsOf, widgetSource } from './plugin-folder.ts';

const refusals = (before: string, others: Record<string, string> = {}): Promise<string[]> =>
  reasonsOf({ 'pack/x.widget.ts': widgetSource('XWidget', before), ...others });

const reaches = 'filters and widgets use no network, file, process or database module';

describe('what a widget may import', () => {
  it.each([
    'node:net',
    'net',
    'fs',
    'node:fs/promises',
    'http',
    'node:https',
    'child_process',
    'worker_threads',
    'dgram',
    'tls',
    'dns',
    'cluster',
    'node:sqlite',
    'module',
    'vm',
    'process',
  ])('refuses %s by name', async (name) => {
    expect(await refusals(`import * as it from '${name}'; it;`)).toEqual([`imports "${name}": ${reaches}`]);
  });

  it.each(['undici', 'knex', 'mysql2/promise', 'better-sqlite3'])('refuses the package %s', async (name) => {
    expect(await refusals(`import * as it from '${name}'; it;`)).toEqual([
      `imports "${name}": filters and widgets declare what they need and never fetch it`,
    ]);
  });

  it('refuses a module however it is written', async () => {
    expect(await refusals(`import 'node:net';`)).toHaveLength(1);
    expect(await refusals(`export * from 'node:net';`)).toHaveLength(1);
    expect(await refusals(`export { connect } from 'node:net';`)).toHaveLength(1);
    expect(await refusals(`import {\n  connect, // "#sdk"\n} from "\\u006eode:net"; connect;`)).toHaveLength(
      1,
    );
  });

  it('looks into the files of its own folder that it imports', async () => {
    const files = {
      'pack/a.ts': `export { b } from './deep/b.ts';`,
      'pack/deep/b.ts': `import { readFileSync } from 'node:fs'; export const b = readFileSync;`,
    };
    expect(await refusals(`import { b } from './a.ts'; b;`, files)).toEqual([
      `imports "node:fs" (in deep/b.ts): ${reaches}`,
    ]);
  });

  it('refuses code loaded while it runs, and globals that reach out', async () => {
    expect(await refusals(`export const later = () => import('node:net');`)).toEqual([
      expect.stringMatching(/^loads code while it runs: import\('node:net'\)/),
    ]);
    expect(await refusals(`export const db = () => process.getBuiltinModule('node:sqlite');`)).toEqual([
      'uses process',
    ]);
    expect(await refusals(`export const b = () => process['binding']('fs');`)).toEqual(['uses process']);
    expect(await refusals(`export const get = (url: string) => fetch(url);`)).toEqual(['uses fetch']);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    expect(await refusals('export const get = (u: string) => `${fetch(u)}`;')).toEqual(['uses fetch']);
  });

  it('refuses the inside of the product and other packs', async () => {
    const other = { 'other/y.ts': 'export const y = 1;' };
    const leaves = 'it leaves the pack; a plugin imports "#sdk", its own folder and packages';
    expect(await refusals(`import { y } from '../other/y.ts'; y;`, other)).toEqual([
      `imports "../other/y.ts": ${leaves}`,
    ]);
    expect(await refusals(`import '../../../src/sdk/index.ts';`)).toEqual([
      `imports "../../../src/sdk/index.ts": ${leaves}`,
    ]);
    expect(await refusals(`import 'data:text/javascript,1';`)).toHaveLength(1);
  });

  it('lets types, comments, texts, pure modules and other packages be', async () => {
    const harmless = `
      import type { Socket } from 'node:net';
      import { sep } from 'node:path';
      import { Ajv } from 'ajv';
      // import 'node:net'; fetch('x')
      export const text = "import 'node:net'; process.exit()" + 'fetch(1)' + \`require('fs')\`;
      export const regex = /fetch\\("/.test(text) ? sep : Ajv;
      export type Wire = Socket;
      export const processed = { fetch: 1, process: 2 };
      export const own = processed.fetch / processed.process;
    `;
    expect(await refusals(harmless)).toEqual([]);
  });

  it('lets jobs and sources reach out', async () => {
    const job = `
      import { connect } from 'node:net';
      import { BaseJob } from '#sdk';
      export class CallJob extends BaseJob {
        static override readonly settingsSchema = {};
        async run() { connect; return { read: 0, written: 0 }; }
      }`;
    expect(await reasonsOf({ 'pack/call.job.ts': job })).toEqual([]);
  });
});

describe('the words of code', () => {
  const words = (code: string): string[] => codeWords(code).map(({ word }) => word);

  it('are those outside texts, comments and regular expressions', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    expect(words('a = "b" + `c ${d + `e ${f}`} g` / h; // i\n/* j */ k')).toEqual(['a', 'd', 'f', 'h', 'k']);
    expect(words('x = y / z / w; r = /p"[/q]"/g; return_(/s/)')).toEqual([
      'x',
      'y',
      'z',
      'w',
      'r',
      'return_',
    ]);
    expect(words('if (a) { b } c = { d: 1 }.d')).toEqual(['if', 'a', 'b', 'c', 'd', 'd']);
  });

  it('know members from globals', () => {
    const members = codeWords('a.b?.c; [...d]').map(({ word, member }) => `${word}${member ? '*' : ''}`);
    expect(members).toEqual(['a', 'b*', 'c*', 'd']);
  });
});
