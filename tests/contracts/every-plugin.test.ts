import { describe, expect, it } from 'vitest';
import {
  type ApiRows,
  type BaseFilter,
  type BaseWidget,
  type CatalogEntry,
  clauseColumns,
  columnOf,
  isAggregateNeed,
  isApiNeed,
  type Language,
  languages,
  type Need,
  type WidgetContext,
} from '#sdk';
import { plainJson } from '../../src/pipeline/plugins/plain-json.ts';
import { answer, at, detections, metadata, now, registry, widgetContext } from '../plugins/plant-bench.ts';

const pack = registry.packs.get('plant')!;

/** Uses of widgets beside those that the pack's catalogue makes. */
const moreWidgets: CatalogEntry[] = [
  {
    ...{ key: 'groups', class: 'TableWidget', title: { es: 'Grupos' } },
    settings: {
      dataset: 'detections',
      aggregate: { keys: ['line'], grain: 'auto', measures: { n: { fn: 'count', label: { es: 'Filas' } } } },
    },
  },
  {
    ...{ key: 'bars', class: 'BarChartWidget', title: { es: 'Barras' } },
    settings: { dataset: 'detections', by: 'product', split: 'shift', value: { fn: 'count' } },
  },
];
const filters = pack.filters;
const widgets = [...pack.widgets, ...moreWidgets];

const contextOf = (packName: string, language: Language = 'es'): WidgetContext => {
  const core = widgetContext({ language });
  return { ...core, words: { ...core.words, ...registry.messages.get(packName)![language] } };
};

const plan: ApiRows = { status: 'ok', rows: [{ product: 'P1', planned: 5 }], asOf: now };
const some = {
  facts: detections([
    { time: at('08:00') },
    { time: at('09:00'), line: 2, product: 2, result: 1, weight: null },
    { time: at('09:00', 18), product: null },
  ]),
  apis: { erp_plan: plan },
};
const none = { facts: detections([]), apis: { erp_plan: { ...plan, rows: [] } } };

const filterOf = (entry: CatalogEntry): BaseFilter =>
  new (registry.filters.get(entry.class)!.pluginClass)(entry.settings as never, entry.key);
const widgetOf = (entry: CatalogEntry): BaseWidget =>
  new (registry.widgets.get(entry.class)!.pluginClass)(entry.settings as never, entry.key);

describe('every plugin', () => {
  it('is exercised here', () => {
    const used = new Set([...filters, ...widgets].map((entry) => entry.class));
    const known = [...registry.filters.keys(), ...registry.widgets.keys()];
    expect(known.filter((name) => !used.has(name))).toEqual([]);
    expect([...used].filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each([...filters, ...widgets])('$class takes the settings of $key', (entry) => {
    const { checkSettings } = (registry.filters.get(entry.class) ?? registry.widgets.get(entry.class))!;
    expect(checkSettings(entry.settings)).toEqual([]);
    expect(checkSettings({ ...(entry.settings as object), surprise: 1 })).not.toEqual([]);
  });

  it('has its titles in every language', () => {
    const titled = [...pack.filters, ...pack.widgets, ...pack.dashboards];
    expect(titled.filter(({ title }) => !languages.every((language) => title[language]))).toEqual([]);
  });
});

describe.each(filters)('the filter $key ($class)', (entry) => {
  const filter = filterOf(entry);
  const context = contextOf(registry.filters.get(entry.class)!.pack);
  const first = filter.options(context)[0]!.value;
  const inputs: unknown[] =
    entry.class === 'ToggleFilter' ? [undefined, true] : [undefined, first, String(first)];

  it.each(inputs)('reads %j and what it sends back alike', (input) => {
    const value = filter.parse(input, context);
    expect(filter.parse(filter.serialize(value), context)).toEqual(value);
    expect(filter.parse(JSON.parse(JSON.stringify(filter.serialize(value))), context)).toEqual(value);
  });

  it.each(inputs)('says in words what its clause does for %j', (input) => {
    const value = filter.parse(input, context);
    const clauses = filter.clauses(value, context);
    if (filter.range(value, context) === undefined)
      expect(filter.describe(value, context) !== '').toBe(clauses.length > 0);
    const known = ['time', 'shift', ...metadata.datasets.get('detections')!.columns.map(({ name }) => name)];
    for (const column of clauses.flatMap(clauseColumns)) expect(known).toContain(column);
  });

  it('draws a control whose options are the ones it takes', () => {
    const control = filter.control(filter.parse(undefined, context), context);
    expect(plainJson(control, 1024 ** 2).value).toEqual(control);
    if (control.kind === 'toggle') return;
    for (const { value } of control.options) expect(() => filter.parse(value, context)).not.toThrow();
  });

  const absurd: unknown[] = ['💥', [['1']], { a: { b: 1 } }, -1, Number.NaN, Array(2000).fill('1'), () => 1];
  it.each(absurd.map((input) => ({ input })))('refuses $input with a code', ({ input }) => {
    expect(() => filter.parse(input, context)).toThrow(
      expect.objectContaining({ status: 422, name: 'AppError' }),
    );
  });
});

describe.each(widgets)('the widget $key ($class)', (entry) => {
  const widget = widgetOf(entry);
  const { pack: packName, pluginClass } = registry.widgets.get(entry.class)!;
  const context = contextOf(packName);

  it('asks for columns that exist, and from where it says', () => {
    const needs = Object.values(widget.needs(context));
    const sources = new Set(needs.map((need) => (isApiNeed(need) ? 'external' : 'internal')));
    expect(sources.size === 2 ? 'mixed' : [...sources][0]).toBe(pluginClass.sourceType);
    expect(needs.flatMap(unknownColumns)).toEqual([]);
    expect(plainJson(needs, 1024 ** 2).value).toEqual(needs);
  });

  it.each(languages)('makes plain JSON of some rows and of none, in %s', (language) => {
    const own = contextOf(packName, language);
    for (const outside of [some, none]) {
      const data = answer(widget.needs(own), outside, own);
      const { value } = plainJson(widget.processData(data, own), 1024 ** 2);
      expect(value).toHaveProperty('kind');
      expect(JSON.stringify(value)).not.toMatch(/"(kpi|chart|member|period|plan)\.\w+"/);
    }
  });

  it('answers alike twice', () => {
    const once = () => widget.processData(answer(widget.needs(context), some, context), context);
    expect(once()).toEqual(once());
  });
});

function unknownColumns(need: Need): string[] {
  if (isApiNeed(need)) return [];
  const dataset = metadata.datasets.get(need.dataset)!;
  const names = isAggregateNeed(need)
    ? [
        ...need.aggregate.keys,
        ...Object.values(need.aggregate.measures).flatMap((measure) =>
          'column' in measure ? [measure.column] : [],
        ),
      ]
    : need.columns;
  return names.filter((name) => name !== 'time' && name !== 'shift' && !columnOf(dataset, name));
}
