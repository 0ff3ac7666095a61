import { pathToFileURL } from 'node:url';
import { checkClass } from './check-class.ts';
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
    return bad(shownPath, [`cannot be read: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

function readExports(exported: Record<string, unknown>, file: PluginFile, shownPath: string): ReadPlugins {
  const classes = Object.entries(exported).filter(([, value]) => isClass(value)) as [string, NamedClass][];
  if (classes.length === 0) return bad(shownPath, [`exports no class; a .${file.kind} file exports one`]);
  const found: FoundPlugin[] = [];
  const problems: PluginProblem[] = [];
  for (const [exportName, pluginClass] of classes) {
    const name = pluginClass.name || exportName;
    const reasons = checkClass({ kind: file.kind, exportName, pluginClass });
    problems.push(...reasons.map((reason) => ({ file: shownPath, name, reason })));
    if (reasons.length === 0) found.push({ kind: file.kind, entry: entryOf(pluginClass, file, shownPath) });
  }
  return { found, problems };
}

const entryOf = (pluginClass: NamedClass, file: PluginFile, shownPath: string): PluginEntry<never> => ({
  name: pluginClass.name,
  pack: file.pack,
  file: shownPath,
  pluginClass: pluginClass as never,
  checkSettings: makeSettingsCheck(pluginClass.settingsSchema),
});

/** A class as it comes out of a module, before anything about it is known. */
export type NamedClass = {
  readonly name: string;
  readonly prototype: Record<string, unknown>;
  readonly [member: string]: unknown;
};

const isClass = (value: unknown): boolean =>
  typeof value === 'function' && /^class\b/.test(Function.prototype.toString.call(value));

const bad = (file: string, reasons: readonly string[]): ReadPlugins => ({
  found: [],
  problems: reasons.map((reason) => ({ file, name: null, reason })),
});
