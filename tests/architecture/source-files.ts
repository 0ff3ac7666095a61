import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { parseSync } from 'oxc-parser';

export const projectRoot = normalize(join(import.meta.dirname, '../..'));

export type Import = { readonly target: string; readonly typeOnly: boolean };
export type FunctionSize = {
  readonly name: string;
  readonly lines: number;
  readonly params: number;
  readonly named: boolean;
};
export type SourceFile = {
  /** Path from the project's root. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Own files by path from the root; packages and `#sdk` by name. */
  readonly imports: readonly Import[];
  readonly functions: readonly FunctionSize[];
};

/** Every TypeScript file under the folders, parsed. */
export const sourceFiles = (...folders: string[]): SourceFile[] =>
  folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => parseFile(relative(projectRoot, join(entry.parentPath, entry.name)))),
  );

function parseFile(path: string): SourceFile {
  const text = readFileSync(join(projectRoot, path), 'utf8');
  const { program, module } = parseSync(path, text);
  const imports = [
    ...module.staticImports.map((found) => ({
      target: resolve(path, found.moduleRequest.value),
      typeOnly: found.entries.every((entry) => entry.isType) && found.entries.length > 0,
    })),
    ...module.staticExports.flatMap((found) =>
      found.entries
        .filter((entry) => entry.moduleRequest)
        .map((entry) => ({ target: resolve(path, entry.moduleRequest!.value), typeOnly: entry.isType })),
    ),
    ...module.dynamicImports.flatMap((found) => {
      const literal = /^['"](.+)['"]$/.exec(text.slice(found.moduleRequest.start, found.moduleRequest.end));
      return literal ? [{ target: resolve(path, literal[1]!), typeOnly: false }] : [];
    }),
  ];
  const lines = text.split('\n').length - 1;
  return { path, text, lines, imports, functions: functionsIn(program, text) };
}

const resolve = (from: string, target: string): string =>
  target.startsWith('.') ? normalize(join(dirname(from), target)) : target;

type Node = { type: string; start: number; end: number; [key: string]: unknown };

function functionsIn(root: unknown, text: string): FunctionSize[] {
  const found: FunctionSize[] = [];
  visit(root as Node, (node, parent) => {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) return;
    const name = nameOf(node, parent);
    const lines = text.slice(node.start, node.end).split('\n').length;
    found.push({
      name: name ?? '(unnamed)',
      lines,
      params: (node.params as unknown[]).length,
      named: name !== null,
    });
  });
  return found;
}

function nameOf(node: Node, parent: Node | null): string | null {
  const named = (node.id ?? parent?.id ?? parent?.key) as Node | null | undefined;
  return named && parent?.type !== 'PropertyDefinition' ? String(named.name ?? '') || null : null;
}

function visit(
  node: Node,
  look: (node: Node, parent: Node | null) => void,
  parent: Node | null = null,
): void {
  look(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child === 'object' && typeof (child as Node).type === 'string')
        visit(child as Node, look, node);
    }
  }
}
