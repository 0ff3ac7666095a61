import { readFile } from 'node:fs/promises';
import { dirname, extname, relative, resolve } from 'node:path';
import type { PluginFile } from './find-plugin-files.ts';
import { forbiddenGlobals } from './forbidden-globals.ts';
import { forbiddenModule } from './forbidden-module.ts';
import { readModule } from './read-module.ts';

/**
 * Reads what a plugin file and the files of its own pack behind it import, without running any. Returns why it is
 * refused: no plugin may reach into `src/` or another pack; filters and widgets may use no network, file, process,
 * worker or database module, nor load code while they run.
 */
export async function checkImports(file: PluginFile): Promise<string[]> {
  const pure = file.kind === 'filter' || file.kind === 'widget';
  const reasons: string[] = [];
  const waiting = [file.path];
  const seen = new Set(waiting);
  for (let path = waiting.pop(); path; path = waiting.pop()) {
    const source = await readFile(path, 'utf8');
    const found = await readModule(source, path);
    const where = path === file.path ? '' : ` (in ${relative(dirname(file.path), path)})`;
    if (pure) reasons.push(...found.dynamic.map((what) => `loads code while it runs: ${what}${where}`));
    if (pure) reasons.push(...forbiddenGlobals(source).map((name) => `uses ${name}${where}`));
    for (const specifier of found.imports) {
      const reason = importProblem(specifier, { from: path, packDir: file.packDir, pure });
      if (reason) reasons.push(`imports "${specifier}"${where}: ${reason}`);
      const next = resolve(dirname(path), specifier);
      if (!reason && isRelative(specifier) && isCode(next) && !seen.has(next)) {
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return reasons;
}

function importProblem(
  specifier: string,
  place: { readonly from: string; readonly packDir: string; readonly pure: boolean },
): string | null {
  if (specifier === '#sdk') return null;
  if (isRelative(specifier)) return leavesPack(specifier, place);
  if (/^(#|\/|[a-z]+:(?<!node:))/.test(specifier))
    return 'a plugin imports "#sdk", its own folder and packages';
  return place.pure ? forbiddenModule(specifier) : null;
}

const leavesPack = (specifier: string, place: { from: string; packDir: string }): string | null =>
  relative(place.packDir, resolve(dirname(place.from), specifier)).startsWith('..')
    ? 'it leaves the pack; a plugin imports "#sdk", its own folder and packages'
    : null;

const isRelative = (specifier: string): boolean => /^\.\.?(\/|$)/.test(specifier);
const isCode = (path: string): boolean => ['.ts', '.js', '.mts', '.mjs'].includes(extname(path));
