import { BaseFilter, BaseJob, BaseSource, BaseWidget } from '#sdk';
import { makeSettingsCheck } from './make-settings-check.ts';
import type { NamedClass } from './read-plugin-file.ts';
import type { PluginKind } from './types.ts';

const contracts: Record<PluginKind, { base: unknown; baseName: string; methods: readonly string[] }> = {
  filter: {
    base: BaseFilter,
    baseName: 'BaseFilter',
    methods: ['options', 'parse', 'clauses', 'range', 'describe', 'control', 'counts', 'serialize'],
  },
  widget: { base: BaseWidget, baseName: 'BaseWidget', methods: ['needs', 'processData'] },
  job: { base: BaseJob, baseName: 'BaseJob', methods: ['run'] },
  source: { base: BaseSource, baseName: 'BaseSource', methods: ['read'] },
};

const sourceTypes = ['internal', 'external', 'mixed'];

/** What an exported class lacks to be a plugin of its kind; empty when it keeps the contract. */
export function checkClass(found: {
  readonly kind: PluginKind;
  readonly exportName: string;
  readonly pluginClass: NamedClass;
}): string[] {
  const { kind, exportName, pluginClass } = found;
  const { base, baseName, methods } = contracts[kind];
  if (!((pluginClass.prototype as unknown) instanceof (base as new () => object)))
    return [`must extend ${baseName} from "#sdk", since the file is a .${kind}`];
  const reasons = methods
    .filter((method) => typeof pluginClass.prototype[method] !== 'function')
    .map((method) => `lacks the method ${method}()`);
  if (exportName !== 'default' && exportName !== pluginClass.name)
    reasons.push(`is exported as "${exportName}" but called "${pluginClass.name}"; the two must agree`);
  if (pluginClass.name === '' || pluginClass.name === 'default') reasons.push('has no name');
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
