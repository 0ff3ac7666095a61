import { readFileSync } from 'node:fs';
import { AppError } from '#sdk';
import type { ApiDefinition } from './api-definition.ts';
import { ApiFileReader } from './api-file-reader.ts';
import type { Environment } from './fill-environment.ts';
import { parseYaml } from './parse-yaml.ts';
import { readDefinition } from './read-definition.ts';

const mostBytes = 100_000;

/**
 * The APIs a file declares, by name. Throws `api_file_*` AppErrors that name file, line and cause: an unknown or
 * missing key, a wrong type, a value out of range, a variable that is not set.
 */
export function readApiFile({
  file,
  env,
}: {
  file: string;
  env: Environment;
}): ReadonlyMap<string, ApiDefinition> {
  const reader = new ApiFileReader({ file, env, yaml: parseYaml(readText(file), file) });
  reader.allowKeys([], ['apis']);
  const names = Object.keys(reader.map(['apis']));
  return new Map(names.map((name) => [name, readDefinition(reader, name)]));
}

function readText(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('api_file_unreadable', { params: { file }, cause });
  }
  if (text.length > mostBytes)
    throw new AppError('api_file_too_large', { params: { file, limit: mostBytes / 1000 } });
  return text;
}
