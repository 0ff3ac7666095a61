import { BaseFilter, BaseJob, BaseSource, BaseWidget } from '#sdk';
import { makeSettingsCheck } from './make-settings-check.ts';
import type { PluginKind } from './types.ts';

/** A class as it comes out of a module, before anything about it is known. */
export type NamedClass = {
  readonly name: string;
  readonly prototype: Record<string, unknown>;
  readonly [member: string]: unknown;
};

const contracts: Record<
  PluginKind,
  { base: abstract new (...given: never[]) => object; methods: readonly string[] }
> = {
  filter: {
    base: BaseFilter,
    methods: ['options', 'parse', 'clauses', 'range', 'describe', 'control', 'counts', 'serialize'],
  },
  widget: { base: BaseWidget, methods: ['needs', 'processData'] },
  job: { base: BaseJob, methods: ['run'] },
  source: { base: BaseSource, methods: ['read'] },
};

const sourceTypes = ['internal', 'external', 'mixed'];

export const baseName = (kind: PluginKind): string => contracts[kind].base.name;

/** Whether an export is a class of that kind; others, such as helpers, are no plugin. */
export const extendsBase = (exported: unknown, kind: PluginKind): boolean =>
  typeof exported === 'function' && exported.prototype instanceof contracts[kind].base;

/** What a class lacks to be a plugin of its kind; empty when it keeps the contract. */
export function checkClass(
  pluginClass: NamedClass,
  kind: PluginKind,
  exported: Readonly<Record<string, unknown>>,
): string[] {
  const { name } = pluginClass;
  const reasons = contracts[kind].methods
    .filter((method) => typeof pluginClass.prototype[method] !== 'function')
    .map((method) => `lacks the method ${method}()`);
  if (name === '' || name === 'default') reasons.push('has no name');
  else if (exported[name] !== pluginClass && exported.default !== pluginClass)
    reasons.push(`is called "${name}" but exported under another name; the two must agree`);
  if (kind === 'widget' && !sourceTypes.includes(pluginClass.sourceType as string))
    reasons.push(`static sourceType must be one of ${sourceTypes.join(', ')}`);
  return [...reasons, ...schemaProblems(pluginClass.settingsSchema)];
}

function schemaProblems(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    return ['static settingsSchema must be a JSON Schema object'];
  try {
    makeSettingsCheck(schema);
    return [];
  } catch (error) {
    return [`static settingsSchema is not a valid JSON Schema: ${(error as Error).message}`];
  }
}
