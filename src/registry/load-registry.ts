import { basename, relative } from 'node:path';
import { AppError } from '#sdk';
import { checkPackClasses, type PackClasses } from './check-pack-classes.ts';
import { findPluginFiles } from './find-plugin-files.ts';
import { keepUnique } from './keep-unique.ts';
import { readMessages } from './read-messages.ts';
import { type PackRead, readPack } from './read-pack.ts';
import { readPluginFile } from './read-plugin-file.ts';
import { readTemplates } from './read-templates.ts';
import type { PluginProblem, Registry } from './types.ts';

/**
 * Finds every plugin under `pluginsDir`, once, at boot. Strict (development, CI) throws `plugins_refused` naming each
 * bad file and why; otherwise bad files are set aside into `problems`. `projectDir` (default: the working directory)
 * only shortens the paths in messages.
 */
export async function loadRegistry(options: {
  readonly pluginsDir: string;
  readonly strict: boolean;
  readonly projectDir?: string;
}): Promise<Registry> {
  const files = await findPluginFiles(options.pluginsDir);
  const shown = (file: string): string => relative(options.projectDir ?? process.cwd(), file);
  const read = await Promise.all(files.plugins.map((file) => readPluginFile(file, shown(file.path))));
  const kept = keepUnique(read.flatMap(({ found }) => found));
  const packs = await Promise.all(files.packs.map((file) => readPack(file.path, shown(file.path))));
  const messages = await readMessages(files.messages, shown);
  const problems = [
    ...read.flatMap((file) => file.problems),
    ...kept.problems,
    ...packs.flatMap((read) => problemsOf(read, kept.entries)),
    ...messages.problems,
  ];
  if (options.strict && problems.length > 0) throw refused(problems);
  return {
    ...kept.entries,
    problems,
    messages: messages.byPack,
    packs: new Map(packs.flatMap(({ pack }) => (pack ? [[pack.name, pack] as const] : []))),
    templates: await readTemplates(files.templates),
  };
}

const problemsOf = ({ pack, problems, located }: PackRead, classes: PackClasses): readonly PluginProblem[] =>
  pack ? checkPackClasses(pack, classes).map(located) : problems;

const refused = (problems: readonly PluginProblem[]): AppError =>
  new AppError('plugins_refused', { params: { problems: problems.map(line).join('\n') } });

const line = ({ file, name, reason }: PluginProblem): string =>
  `- ${file}${name && name !== basename(file) ? ` (${name})` : ''}: ${reason}`;
