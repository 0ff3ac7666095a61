import { join } from 'node:path';
import type {
  ApiRows,
  BaseWidget,
  Calendar,
  CardModel,
  Clause,
  Dimension,
  FilterContext,
  Frame,
  Language,
  Member,
  Metadata,
  Need,
  WidgetContext,
  WidgetData,
} from '#sdk';
import { columnOf, isAggregateNeed, isApiNeed, labelIn, shiftAt, windowSpan } from '#sdk';
import { presetRange } from '../../plugins/standard/time/presets.ts';
import type { Placement } from '../../src/catalog/types.ts';
import { fromColumns } from '../../src/frame/from-columns.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import { loadMessages } from '../../src/shared/load-messages.ts';

const root = join(import.meta.dirname, '../..');
export const registry = await loadRegistry({ pluginsDir: join(root, 'plugins'), strict: true });
export const coreWords = await loadMessages(join(root, 'views'));

export const zone = 'America/Argentina/Buenos_Aires';
/** 14:32 of Thursday 19 November 2026 at the plant (UTC−3). */
export const now = Date.parse('2026-11-19T14:32:00-03:00');
/** A plant moment: `at('14:00')` today, `at('14:00', 18)` on another November day. */
export const at = (clock: string, day = 19): number =>
  Date.parse(`2026-11-${String(day).padStart(2, '0')}T${clock}:00-03:00`);

const pack = registry.packs.get('plant')!;
const shifts = pack.calendar!.shifts.map((shift, index) => ({ ...shift, id: index + 1 }));
export const calendar: Calendar = { zone, shifts, breaks: [], exceptions: [] };

const member = (id: number, code: string, es: string, given: Partial<Member> = {}): Member => ({
  ...{ id, code, labels: { es }, parentId: null, attributes: {} },
  ...given,
});

const members: Readonly<Record<string, readonly Member[]>> = {
  areas: [member(1, 'FILL', 'Llenado'), member(2, 'SEAL', 'Sellado')],
  lines: [member(1, 'L1', 'Línea 1', { parentId: 1 }), member(2, 'L2', 'Línea 2', { parentId: 2 })],
  products: ['Atún', 'Bonito', 'Caballa', 'Dorada', 'Eglefino', 'Faneca', 'Gallo'].map((es, index) =>
    member(index + 1, `P${index + 1}`, es, { attributes: { weight: 100 } }),
  ),
};

export const metadata: Metadata = {
  calendar,
  datasets: new Map(pack.datasets.map((dataset) => [dataset.key, dataset])),
  dimensions: new Map(
    pack.dimensions.map((declared): [string, Dimension] => {
      const own = members[declared.key]!;
      return [declared.key, { ...declared, members: own, byId: new Map(own.map((one) => [one.id, one])) }];
    }),
  ),
};

export function filterContext(given: Partial<FilterContext> = {}): FilterContext {
  const language: Language = given.language ?? 'es';
  return {
    ...{ now, zone, language, numberLocale: language === 'es' ? 'es-ES' : 'en-US', calendar, metadata },
    user: { id: 'u1', email: 'ana@norte.example', name: 'Ana', role: 'viewer' },
    words: coreWords[language],
    ...given,
  };
}

/** Today until 14:32, in words, unless another range is given. */
export function widgetContext(given: Partial<WidgetContext> = {}): WidgetContext {
  const range = { ...presetRange('today', { now, zone, calendar }), name: 'Hoy', comparedWith: 'ayer' };
  return { ...filterContext(given), range, page: 1, ...given };
}

/** A detection; what is left out is line 1, product 1, result 0, one piece of 100 g. */
export type Piece = {
  readonly time: number;
  readonly line?: number;
  readonly product?: number | null;
  readonly result?: number;
  readonly quantity?: number;
  readonly weight?: number | null;
};

/** The detections as a whole frame, joined as the pipeline joins them, in time order. */
export function detections(pieces: readonly Piece[]): Frame {
  const rows = [...pieces].sort((a, b) => a.time - b.time);
  const column = (name: string, values: (number | null)[]) =>
    ({ name, type: 'member', values, label: label(name) }) as const;
  const numbers = (name: string, values: (number | null)[]) => ({ name, type: 'number', values }) as const;
  return fromColumns(
    [
      { name: 'time', type: 'time', values: rows.map(({ time }) => time) },
      column(
        'line',
        rows.map(({ line = 1 }) => line),
      ),
      column(
        'area',
        rows.map(({ line = 1 }) => line),
      ),
      column(
        'product',
        rows.map(({ product = 1 }) => product),
      ),
      column(
        'shift',
        rows.map(({ time }) => shiftAt(time, calendar).shiftId),
      ),
      column(
        'result',
        rows.map(({ result = 0 }) => result),
      ),
      numbers(
        'quantity',
        rows.map(({ quantity = 1 }) => quantity),
      ),
      numbers(
        'weight',
        rows.map(({ weight = 100 }) => weight),
      ),
      numbers(
        'nominal_weight',
        rows.map(() => 100),
      ),
    ],
    calendar,
  );
}

const label =
  (name: string) =>
  (id: number): string => {
    const column = columnOf(metadata.datasets.get('detections')!, name);
    const named =
      column?.kind === 'choice' ? column.members : name === 'shift' ? shifts : members[`${name}s`]!;
    return labelIn(named.find((one) => one.id === id)!.labels, 'es');
  };

export type Outside = {
  readonly facts: Frame;
  readonly clauses?: readonly Clause[];
  readonly apis?: Readonly<Record<string, ApiRows>>;
};

/** Answers needs from a whole frame, as the broker does: window, then clauses, then columns or groups. */
export function answer(
  needs: Readonly<Record<string, Need>>,
  outside: Outside,
  context: WidgetContext,
): WidgetData {
  const scoped = (name: string): Frame => {
    const need = needs[name];
    if (!need || isApiNeed(need)) throw new Error(`no internal need ${name}`);
    const { from, to } = windowSpan(context.range, need.window ?? 'selected', zone);
    const clauses = need.filters === 'none' ? [] : (outside.clauses ?? []);
    const inside: Clause = { op: 'and', clauses: [{ op: 'between', column: 'time', from, to }, ...clauses] };
    const rows = outside.facts.where(inside);
    return isAggregateNeed(need) ? rows.groupBy(need.aggregate) : rows.select(need.columns);
  };
  return {
    totalRows: (name) => scoped(name).length,
    api: (name) => outside.apis![(needs[name] as { api: string }).api]!,
    frame: (name) => {
      const need = needs[name]!;
      const frame = scoped(name);
      if (isAggregateNeed(need) || isApiNeed(need) || !need.page) return frame;
      const first = (need.page.number - 1) * need.page.size;
      return frame.sortBy('time', 'descending').slice(first, first + need.page.size);
    },
  };
}

/** The model of a widget class of the registry, checked settings and all. */
export function modelOf(
  given: { readonly class: string; readonly settings: unknown },
  outside: Outside,
  context = widgetContext(),
): CardModel {
  const entry = registry.widgets.get(given.class)!;
  const problems = entry.checkSettings(given.settings);
  if (problems.length > 0) throw new Error(problems.join('; '));
  const widget: BaseWidget = new entry.pluginClass(given.settings as never, 'card');
  const words = { ...context.words, ...registry.messages.get(entry.pack)![context.language] };
  const own = { ...context, words };
  return widget.processData(answer(widget.needs(own), outside, own), own);
}

export const placement = (
  given: Partial<Placement> & Pick<Placement, 'key' | 'kind' | 'className'>,
): Placement => ({
  ...{ id: 1, title: { es: `Título ${given.key}`, en: `Title ${given.key}` }, subtitle: null, settings: {} },
  ...{ settingsError: null, grid: { w: 3, h: 2, region: 'grid' }, position: 0, roles: [] },
  ...given,
});
