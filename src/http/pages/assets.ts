import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { AppError } from '#sdk';

export type Asset = { readonly type: string; readonly body: Buffer };

/** Every file the pages load, by its path under `base`, which changes whenever any of them does. */
export type Assets = {
  readonly base: string;
  readonly files: ReadonlyMap<string, Asset>;
  /** The icon in its own address: a browser asks for a linked one again at every change of address. */
  readonly icon: string;
};

const folder = fileURLToPath(new URL('../../../views/assets', import.meta.url));
const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url));

const vendor: Readonly<Record<string, string>> = {
  'vendor/htmx.js': 'htmx.org/dist/htmx.min.js',
  'vendor/hx-csp.js': 'htmx.org/dist/ext/hx-csp.min.js',
  'vendor/alpine.js': '@alpinejs/csp/dist/cdn.min.js',
  'vendor/chart.js': 'chart.js/dist/chart.umd.min.js',
  'vendor/plex.woff2': '@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2',
};

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The order in which style sheets are joined into `app.css`. */
const sheets = [
  ...[
    'tokens',
    'base',
    'buttons',
    'form',
    'shell',
    'menu',
    'account',
    'strip',
    'notice',
    'board',
    'states',
    'kpi',
    'ranking',
  ],
  ...['ranking-heights', 'table', 'chart', 'panel', 'controls', 'login', 'message', 'tablet', 'phone'],
  ...['heat', 'computed', 'phone-board', 'phone-table', 'print'],
];

export function loadAssets(): Assets {
  const files = new Map<string, Asset>([
    ['app.css', asset('app.css', Buffer.concat(sheets.map((name) => read(`css/${name}.css`))))],
    ...ownFiles().map((path): [string, Asset] => [path, asset(path, read(path))]),
    ...Object.entries(vendor).map(([path, file]): [string, Asset] => [path, asset(path, readPackage(file))]),
  ]);
  const hash = createHash('sha256');
  for (const [path, { body }] of files) hash.update(path).update(body);
  const icon = `data:image/svg+xml;base64,${read('icon.svg').toString('base64')}`;
  return { base: `/assets/${hash.digest('hex').slice(0, 12)}`, files, icon };
}

const ownFiles = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extname(entry.name) !== '.css')
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

const read = (path: string): Buffer => readFileSync(join(folder, path));

const readPackage = (file: string): Buffer => readFileSync(join(packages, file));

const asset = (path: string, body: Buffer): Asset => ({ type: types[extname(path)]!, body });

/** Serves the assets for a year: a changed file has another address. */
export function serveAssets(app: FastifyInstance, { base, files }: Assets): void {
  app.get<{ Params: { '*': string } }>(`${base}/*`, async (request, reply) => {
    const found = files.get(request.params['*']);
    if (!found) throw new AppError('not_found', { status: 404 });
    return reply
      .type(found.type)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(found.body);
  });
}
