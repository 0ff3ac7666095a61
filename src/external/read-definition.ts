import type { ApiDefinition } from './api-definition.ts';
import type { ApiFileReader } from './api-file-reader.ts';

const keys = [
  ...['url', 'method', 'timeoutMs', 'maxBytes', 'rows', 'asOf', 'params', 'standInBy', 'headers'],
  'cacheSeconds',
];

/** One entry under `apis:`, checked. */
export function readDefinition(reader: ApiFileReader, name: string): ApiDefinition {
  const at = (key: string) => ['apis', name, key];
  reader.allowKeys(['apis', name], keys);
  const integer = (key: string, limits: { fallback: number; least: number; most: number }): number =>
    reader.has(at(key)) ? reader.integer(at(key), limits) : limits.fallback;
  return {
    name,
    url: readUrl(reader, at('url')),
    method: readMethod(reader, at('method')),
    timeoutMs: integer('timeoutMs', { fallback: 3000, least: 50, most: 60_000 }),
    maxBytes: integer('maxBytes', { fallback: 1_000_000, least: 100, most: 20_000_000 }),
    rows: readPointer(reader, at('rows')) ?? '',
    asOf: readPointer(reader, at('asOf')),
    params: reader.has(at('params')) ? reader.texts(at('params')) : [],
    standInBy: reader.has(at('standInBy')) ? reader.texts(at('standInBy')) : null,
    headers: readHeaders(reader, at('headers')),
    cacheSeconds: integer('cacheSeconds', { fallback: 0, least: 0, most: 86_400 }),
  };
}

type Path = readonly string[];

function readUrl(reader: ApiFileReader, path: Path): string {
  const text = reader.text(path);
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password;
  if (!isPlain) throw reader.problem('bad_url', path);
  return text;
}

function readMethod(reader: ApiFileReader, path: Path): 'GET' | 'POST' {
  const method = reader.has(path) ? reader.text(path) : 'GET';
  if (method !== 'GET' && method !== 'POST')
    throw reader.problem('wrong_type', path, { expected: 'GET, POST' });
  return method;
}

function readPointer(reader: ApiFileReader, path: Path): string | null {
  if (!reader.has(path)) return null;
  const pointer = reader.text(path);
  if (!/^(\/.*)?$/.test(pointer)) throw reader.problem('bad_pointer', path);
  return pointer;
}

function readHeaders(reader: ApiFileReader, path: Path): Readonly<Record<string, string>> {
  if (!reader.has(path)) return {};
  const names = Object.keys(reader.map(path));
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), reader.text([...path, name])]));
}
