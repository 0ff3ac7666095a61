import { readFile } from 'node:fs/promises';
import type { PackFile } from './find-plugin-files.ts';

/** `@pack/kind` → text of every `<kind>.widget.html`. */
export const readTemplates = async (
  files: readonly (PackFile & { readonly kind: string })[],
): Promise<ReadonlyMap<string, string>> =>
  new Map(
    await Promise.all(
      files.map(async ({ path, pack, kind }) => [`@${pack}/${kind}`, await readFile(path, 'utf8')] as const),
    ),
  );
