import { describe, expect, it } from 'vitest';
import type { AppError, BaseFilter } from '#sdk';
import { filterContext, metadata, registry } from './plant-bench.ts';

const context = filterContext({ words: registry.messages.get('standard')!.es });
const filter = (name: string, settings: object): BaseFilter =>
  new (registry.filters.get(name)!.pluginClass)({ dataset: 'detections', ...settings } as never, 'field');

const refusal = (of: BaseFilter, form: unknown): string => {
  try {
    of.parse(form, context);
    return 'taken';
  } catch (error) {
    return `${(error as AppError).field} ${(error as AppError).code} ${(error as AppError).status}`;
  }
};

describe('DropdownFilter', () => {
  const line = filter('DropdownFilter', { column: 'line', all: { es: 'Todas' } });

  it('offers the members and all of them', () => {
    expect(line.control(null, context)).toEqual({
      kind: 'select',
      all: 'Todas',
      options: [
        { value: 1, label: 'Línea 1' },
        { value: 2, label: 'Línea 2' },
      ],
      selected: null,
    });
  });

  it('takes an id, as a number or as digits; nothing is all', () => {
    expect(line.parse(2, context)).toBe(2);
    expect(line.parse('2', context)).toBe(2);
    expect([undefined, null, ''].map((form) => line.parse(form, context))).toEqual([null, null, null]);
    expect(line.clauses(2, context)).toEqual([{ op: 'in', column: 'line', values: [2] }]);
    expect(line.clauses(null, context)).toEqual([]);
    expect([line.describe(2, context), line.describe(null, context)]).toEqual(['Línea 2', '']);
  });

  it.each([
    [9, 'field unknown_option 422'],
    ['L1', 'field not_an_option 422'],
    [1.5, 'field not_an_option 422'],
    [{ id: 1 }, 'field not_an_option 422'],
    [['1'], 'field one_value_only 422'],
  ])('refuses %j', (form, expected) => {
    expect(refusal(line, form)).toBe(expected);
  });

  it('says where to count its options', () => {
    expect(filter('DropdownFilter', { column: 'line', measure: 'quantity' }).counts(context)).toEqual({
      ...{ dataset: 'detections', column: 'line', measure: 'quantity' },
    });
  });
});

describe('MultiSelectFilter', () => {
  const product = filter('MultiSelectFilter', { column: 'product' });

  it('takes any number of ids, each once', () => {
    expect(product.parse(['3', 1, '', '3'], context)).toEqual([1, 3]);
    expect(product.parse('3', context)).toEqual([3]);
    expect(product.parse(undefined, context)).toEqual([]);
    expect(product.clauses([1, 3], context)).toEqual([{ op: 'in', column: 'product', values: [1, 3] }]);
    expect(product.parse(product.serialize([1, 3]), context)).toEqual([1, 3]);
  });

  it('names up to two, and counts more', () => {
    expect(product.describe([1, 3], context)).toBe('Atún, Caballa');
    expect(product.describe([1, 3, 4], context)).toBe('3 de 7');
    expect(product.describe([], context)).toBe('');
  });

  it.each<[unknown, string]>([
    [Array(10_000).fill(1), 'field too_many_values 422'],
    [[1, 99], 'field unknown_option 422'],
    [['1; DROP TABLE'], 'field not_an_option 422'],
    [[null, [1]], 'field not_an_option 422'],
    [[true], 'field not_an_option 422'],
    [[-1], 'field unknown_option 422'],
  ])('refuses %j', (form, expected) => {
    expect(refusal(product, form)).toBe(expected);
  });

  it('chooses shifts and areas as well, which no row stores', () => {
    const labels = (column: string): string[] =>
      filter('MultiSelectFilter', { column })
        .options(context)
        .map(({ label }) => label);
    expect(labels('shift')).toEqual(['Mañana', 'Tarde', 'Noche']);
    expect(labels('area')).toEqual(['Llenado', 'Sellado']);
  });

  it('names what its settings point at in vain', () => {
    expect(() => filter('MultiSelectFilter', { column: 'nope' }).options(context)).toThrow('unknown_column');
    expect(() => filter('MultiSelectFilter', { column: 'weight' }).options(context)).toThrow('not_a_key');
    const other = { dataset: 'other', column: 'line' };
    expect(() => filter('MultiSelectFilter', other).options(context)).toThrow('unknown_dataset');
  });

  it('offers 5,000 members without asking anyone, in a moment', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({
      ...{
        id: index + 1,
        code: `P${index}`,
        labels: { es: `Producto ${index}` },
        parentId: null,
        attributes: {},
      },
    }));
    const products = { ...metadata.dimensions.get('products')!, members: many };
    const large = filterContext({
      metadata: { ...metadata, dimensions: new Map(metadata.dimensions).set('products', products) },
    });
    const started = performance.now();
    expect(product.options(large)).toHaveLength(5000);
    expect(performance.now() - started).toBeLessThan(50);
  });
});

describe('ToggleFilter', () => {
  const rejects = filter('ToggleFilter', { column: 'result', values: [1], label: { es: 'Solo rechazos' } });

  it('narrows when on', () => {
    expect([true, 'true', 'on', '1', ['', 'on']].map((form) => rejects.parse(form, context))).toEqual(
      Array(5).fill(true),
    );
    expect([false, undefined, '', 'false', ['']].map((form) => rejects.parse(form, context))).toEqual(
      Array(5).fill(false),
    );
    expect(rejects.clauses(true, context)).toEqual([{ op: 'in', column: 'result', values: [1] }]);
    expect(rejects.clauses(false, context)).toEqual([]);
    expect([rejects.describe(true, context), rejects.describe(false, context)]).toEqual([
      'Solo rechazos',
      '',
    ]);
    expect(rejects.control(true, context)).toEqual({
      ...{ kind: 'toggle', options: [{ value: 1, label: 'Solo rechazos' }], selected: true },
    });
  });

  it('refuses anything else', () => {
    expect(['maybe', 2, {}].map((form) => refusal(rejects, form))).toEqual(
      Array(3).fill('field not_a_switch 422'),
    );
  });
});
