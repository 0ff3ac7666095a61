import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { Registry } from '../../registry/types.ts';

/** Names of the templates that draw a card's model: its body, and what stands at the right of its title. */
export type CardTemplates = {
  readonly body: string;
  readonly head: string | null;
  /** Whether the body holds its numbers as a table too, to be shown instead. */
  readonly asTable: boolean;
  /** Whether the body is the pack's own template. */
  readonly own: boolean;
};

export type Views = {
  /** The HTML of `views/<name>.eta`. */
  render(name: string, data: object): string;
  /** A pack's own template of this kind, else the standard one; null when nobody draws it. */
  cardTemplates(kind: string, pack: string | null): CardTemplates | null;
};

const lucideFolder = fileURLToPath(new URL('../../../node_modules/lucide-static/icons', import.meta.url));
const viewsFolder = fileURLToPath(new URL('../../../views', import.meta.url));

/**
 * Every template, known by name from the start. Packs' templates are called `@pack/kind`, icons `@icon/name`; both may
 * be included from any template.
 */
export function makeViews(registry: Pick<Registry, 'templates'>): Views {
  const eta = new Eta({ views: viewsFolder, cache: true, autoTrim: false });
  for (const [name, text] of packTemplates(registry)) eta.loadTemplate(name, text);
  const standard = templatesIn('partials/cards');
  const tabled = new Set(
    [...standard]
      .map((kind) => `/partials/cards/${kind}`)
      .filter((name) => holdsTable(`${viewsFolder}${name}.eta`)),
  );
  const find = (kind: string, pack: string | null): string | null => {
    const own = `@${pack}/${kind}`;
    if (registry.templates.has(own)) return own;
    return standard.has(kind) ? `/partials/cards/${kind}` : null;
  };
  return {
    render: (name, data) => eta.render(name, data),
    cardTemplates: (kind, pack) => {
      const body = find(kind, pack);
      if (body === null) return null;
      const own = registry.templates.has(body);
      return { body, head: find(`${kind}-head`, pack), asTable: tabled.has(body), own };
    },
  };
}

/** What packs' own templates are drawn with: all of them, and the icons, by name. */
export const packTemplates = ({ templates }: Pick<Registry, 'templates'>): ReadonlyMap<string, string> =>
  new Map([...templates, ...readIcons().map(([name, text]) => [`@icon/${name}`, text] as const)]);

const holdsTable = (file: string): boolean => readFileSync(file, 'utf8').includes('class="as-table"');

const templatesIn = (folder: string): ReadonlySet<string> =>
  new Set(readdirSync(join(viewsFolder, folder)).map((file) => basename(file, '.eta')));

const lucideIcons = [
  ...[
    'building-2',
    'calculator',
    'calendar',
    'chart-column',
    'check',
    'chevron-down',
    'chevron-left',
    'chevron-right',
    'circle-off',
  ],
  ...['clock', 'ellipsis', 'eye', 'funnel', 'lock', 'log-out', 'menu', 'moon', 'pause', 'plug', 'refresh-cw'],
  ...['search', 'sun', 'table-2', 'unplug', 'wifi-off', 'x'],
];

/** Icons as templates of inline SVG; `it.size` adds a class. Ours are the filled glyphs of alarm and warning. */
function readIcons(): [string, string][] {
  const ours = join(viewsFolder, 'icons');
  return [
    ...lucideIcons.map((name): [string, string] => [
      name,
      iconTemplate(readFileSync(join(lucideFolder, `${name}.svg`), 'utf8'), { classes: 'i', box: 24 }),
    ]),
    ...readdirSync(ours).map((file): [string, string] => [
      basename(file, '.svg'),
      iconTemplate(readFileSync(join(ours, file), 'utf8'), { classes: 'i g', box: 16 }),
    ]),
  ];
}

function iconTemplate(svg: string, { classes, box }: { classes: string; box: number }): string {
  const drawing = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1]?.replace(/\s*\n\s*/g, '') ?? '';
  return `<svg class="${classes} <%= it.size ?? '' %>" viewBox="0 0 ${box} ${box}" aria-hidden="true">${drawing}</svg>`;
}
