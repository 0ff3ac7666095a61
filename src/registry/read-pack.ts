import { readFile } from 'node:fs/promises';
import { Ajv, type ErrorObject } from 'ajv';
import { load, YAMLException } from 'js-yaml';
import type { PackDefinition } from '#sdk';
import { checkPackKeys } from './check-pack-keys.ts';
import { wordErrors } from './make-settings-check.ts';
import { packSchema } from './pack-schema.ts';
import type { PackProblem, PluginProblem } from './types.ts';
import { yamlLineOf } from './yaml-line-of.ts';

const validate = new Ajv({
  allErrors: true,
  useDefaults: true,
  discriminator: true,
  strictRequired: false,
}).compile(packSchema);

export type PackRead = {
  readonly pack: PackDefinition | null;
  readonly problems: readonly PluginProblem[];
  /** Words a problem found later with its line. */
  readonly located: (problem: PackProblem) => PluginProblem;
};

/** A checked `pack.yml`, with empty lists for what it leaves out; or its problems, each with its line. */
export async function readPack(path: string, shownPath: string): Promise<PackRead> {
  const problem = (reason: string): PluginProblem => ({ file: shownPath, name: null, reason });
  let lineOf = (_pointer: string): number => 1;
  const located = ({ pointer, reason }: PackProblem): PluginProblem =>
    problem(`line ${lineOf(pointer)}: ${reason}`);
  try {
    const text = await readFile(path, 'utf8');
    const pack = load(text, { maxAliases: 0 });
    lineOf = yamlLineOf(text);
    if (!validate(pack))
      return { pack: null, problems: (validate.errors ?? []).map(toProblem).map(located), located };
    const wrong = checkPackKeys(pack as PackDefinition);
    return {
      pack: wrong.length === 0 ? (pack as PackDefinition) : null,
      problems: wrong.map(located),
      located,
    };
  } catch (error) {
    return { pack: null, problems: [problem(unreadable(error))], located };
  }
}

function toProblem(error: ErrorObject): PackProblem {
  const extra = error.keyword === 'additionalProperties' ? `/${error.params.additionalProperty}` : '';
  return { pointer: error.instancePath + extra, reason: wordErrors([error])[0]! };
}

function unreadable(error: unknown): string {
  if (error instanceof YAMLException && error.mark) return `line ${error.mark.line + 1}: ${error.reason}`;
  return (error as Error).message;
}
