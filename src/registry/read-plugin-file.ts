import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { baseName, checkClass, extendsBase, type NamedClass } from './check-class.ts';
import { checkImports } from './check-imports.ts';
import type { PluginFile } from './find-plugin-files.ts';
import { makeSettingsCheck } from './make-settings-check.ts';
import type { PluginEntry, PluginKind, PluginProblem } from './types.ts';

export type FoundPlugin = { readonly kind: PluginKind; readonly entry: PluginEntry<never> };
export type ReadPlugins = {
  readonly found: readonly FoundPlugin[];
  readonly problems: readonly PluginProblem[];
};

/** The plugin classes of one file, or why there are none. The file runs only once its imports have been checked. */
export async function readPluginFile(file: PluginFile, shownPath: string): Promise<ReadPlugins> {
  try {
    const forbidden = await checkImports(file);
    if (forbidden.length > 0) return bad(shownPath, forbidden);
    const exported: Record<string, unknown> = await import(pathToFileURL(file.path).href);
    return readExports(exported, file, shownPath);
  } catch (error) {
    return bad(shownPath, [`cannot be read: ${wordFailure(error)}`]);
  }
}

function readExports(exported: Record<string, unknown>, file: PluginFile, shownPath: string): ReadPlugins {
  const classes = [...new Set(Object.values(exported))].filter((value) => extendsBase(value, file.kind));
  if (classes.length === 0)
    return bad(shownPath, [`exports no class that extends ${baseName(file.kind)} from "#sdk"`]);
  const found: FoundPlugin[] = [];
  const problems: PluginProblem[] = [];
  for (const pluginClass of classes as NamedClass[]) {
    const { name } = pluginClass;
    const reasons = checkClass(pluginClass, file.kind, exported);
    problems.push(...reasons.map((reason) => ({ file: shownPath, name, reason })));
    if (reasons.length === 0) found.push({ kind: file.kind, entry: entryOf(pluginClass, file, shownPath) });
  }
  return { found, problems };
}

/** Node writes the line of a syntax error only at the head of its stack. */
function wordFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const line = /^.*:(\d+)\n/.exec(error.stack ?? '')?.[1];
  return line ? `line ${line}: ${error.message}` : error.message;
}

const entryOf = (pluginClass: NamedClass, file: PluginFile, shownPath: string): PluginEntry<never> => ({
  name: pluginClass.name,
  pack: file.pack,
  file: shownPath,
  path: resolve(file.path),
  pluginClass: pluginClass as never,
  checkSettings: makeSettingsCheck(pluginClass.settingsSchema),
});

const bad = (file: string, reasons: readonly string[]): ReadPlugins => ({
  found: [],
  problems: reasons.map((reason) => ({ file, name: null, reason })),
});
