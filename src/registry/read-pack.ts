import { readFile } from 'node:fs/promises';
import { Ajv, type ErrorObject } from 'ajv';
import { load, YAMLException } from 'js-yaml';
import type { PackDefinition } from '#sdk';
import { checkPackKeys } from './check-pack-keys.ts';
import { wordErrors } from './make-settings-check.ts';
import { packSchema } from './pack-schema.ts';
import type { PluginProblem } from './types.ts';
import { yamlLineOf } from './yaml-line-of.ts';

const validate = new Ajv({
  allErrors: true,
  useDefaults: true,
  discriminator: true,
  strictRequired: false,
}).compile(packSchema);

/** A checked `pack.yml`, with empty lists for what it leaves out; or its problems, each with its line. */
export async function readPack(
  path: string,
  shownPath: string,
): Promise<{ pack: PackDefinition | null; problems: readonly PluginProblem[] }> {
  const problem = (reason: string): PluginProblem => ({ file: shownPath, name: null, reason });
  try {
    const text = await readFile(path, 'utf8');
    const pack = load(text, { maxAliases: 0 });
    const lineOf = yamlLineOf(text);
    if (!validate(pack))
      return { pack: null, problems: (validate.errors ?? []).map((error) => problem(atLine(error, lineOf))) };
    const wrong = checkPackKeys(pack as PackDefinition);
    return {
      pack: wrong.length === 0 ? (pack as PackDefinition) : null,
      problems: wrong.map(({ pointer, reason }) => problem(`line ${lineOf(pointer)}: ${reason}`)),
    };
  } catch (error) {
    return { pack: null, problems: [problem(unreadable(error))] };
  }
}

function atLine(error: ErrorObject, lineOf: (pointer: string) => number): string {
  const extra = error.keyword === 'additionalProperties' ? `/${error.params.additionalProperty}` : '';
  return `line ${lineOf(error.instancePath + extra)}: ${wordErrors([error])[0]}`;
}

function unreadable(error: unknown): string {
  if (error instanceof YAMLException && error.mark) return `line ${error.mark.line + 1}: ${error.reason}`;
  return (error as Error).message;
}
