import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#sdk';
import type { PluginKind } from './types.ts';

/** Files directly in the plugins folder belong to this pack. */
const localPack = 'local';

export type PackFile = { readonly path: string; readonly pack: string };
export type PluginFile = PackFile & { readonly kind: PluginKind; readonly packDir: string };

export type PluginFiles = {
  readonly plugins: readonly PluginFile[];
  readonly packs: readonly PackFile[];
  readonly messages: readonly (PackFile & { readonly language: string })[];
  readonly templates: readonly (PackFile & { readonly kind: string })[];
};

/** Every file that a pack may bring, sorted by path so that every start is alike. Throws `plugins_dir_unreadable`. */
export async function findPluginFiles(pluginsDir: string): Promise<PluginFiles> {
  const paths = (await readdir(pluginsDir, { recursive: true }).catch(unreadable(pluginsDir)))
    .filter(isOwn)
    .sort();
  const plugins: PluginFile[] = [];
  const packs: PackFile[] = [];
  const messages: (PackFile & { language: string })[] = [];
  const templates: (PackFile & { kind: string })[] = [];
  for (const path of paths) {
    const pack = packOf(path);
    const file = { path: join(pluginsDir, path), pack };
    const kind = /\.(filter|widget|job|source)\.(?:ts|js)$/.exec(path)?.[1] as PluginKind | undefined;
    if (kind)
      plugins.push({ ...file, kind, packDir: pack === localPack ? pluginsDir : join(pluginsDir, pack) });
    const template = /([^/\\]+)\.widget\.html$/.exec(path)?.[1];
    if (template) templates.push({ ...file, kind: template });
    const language = /^[^/\\]+[/\\]messages\.([a-z]{2})\.yml$/.exec(path)?.[1];
    if (language) messages.push({ ...file, language });
    if (/^[^/\\]+[/\\]pack\.yml$/.test(path)) packs.push(file);
  }
  return { plugins, packs, messages, templates };
}

const unreadable =
  (dir: string) =>
  (cause: NodeJS.ErrnoException): never => {
    throw new AppError('plugins_dir_unreadable', { params: { dir, reason: cause.code ?? '' }, cause });
  };

const isOwn = (path: string): boolean =>
  path.split(/[/\\]/).every((part) => part !== 'node_modules' && !part.startsWith('.'));

function packOf(path: string): string {
  const parts = path.split(/[/\\]/);
  return parts.length === 1 ? localPack : parts[0]!;
}
