import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadRegistry } from '../../src/registry/load-registry.ts';

const projectDir = join(import.meta.dirname, '../..');

/** Writes the files into a plugins folder of their own inside the project (so "#sdk" resolves); gone after the test. */
export async function pluginFolder(files: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(join(projectDir, 'tmp'), { recursive: true });
  const folder = await mkdtemp(join(projectDir, 'tmp/plugins-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** The registry of those files, bad ones set aside. */
export const registryOf = async (files: Readonly<Record<string, string>>) =>
  loadRegistry({ pluginsDir: await pluginFolder(files), strict: false, projectDir });

/** Why the files are refused, one line per problem. */
export const reasonsOf = async (files: Readonly<Record<string, string>>): Promise<string[]> =>
  (await registryOf(files)).problems.map(({ reason }) => reason);

/** A whole widget in a few lines, with `before` above the class. */
export const widgetSource = (name: string, before = ''): string => `
${before}
import { BaseWidget, type Need } from '#sdk';
export class ${name} extends BaseWidget {
  static override readonly settingsSchema = { type: 'object' };
  static override readonly sourceType = 'internal';
  needs(): Record<string, Need> { return {}; }
  processData() { return { kind: 'empty' }; }
}
`;
