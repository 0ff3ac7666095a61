import { describe, expect, it } from 'vitest';
import type { Frame, TenantId } from '#sdk';
import { countNeeds } from '../../../src/pipeline/filters/count-needs.ts';
import { fillOptionCounts } from '../../../src/pipeline/filters/fill-option-counts.ts';
import { placeFilters } from '../../../src/pipeline/filters/place-filters.ts';
import { readFilters } from '../../../src/pipeline/filters/read-filters.ts';
import { inlineHost } from '../../../src/pipeline/plugins/inline-host.ts';
import {
  answer,
  at,
  detections,
  filterContext,
  metadata,
  placement,
  registry,
  widgetContext,
} from '../../plugins/plant-bench.ts';
import { registryOf } from '../../registry/plugin-folder.ts';

const filterOf = (key: string, className: string, given: object = {}) =>
  placement({ key, kind: 'filter', className, ...given });
const onProduct = { dataset: 'detections', column: 'product' };

const placements = [
  filterOf('period', 'DateRangeFilter'),
  filterOf('line', 'DropdownFilter', {
    settings: { dataset: 'detections', column: 'line', all: { es: 'Todas' } },
  }),
  filterOf('product', 'MultiSelectFilter', { settings: onProduct, title: { es: 'Producto', en: 'Product' } }),
];

const context = filterContext();
const failures: unknown[] = [];
const log = (failure: unknown) => failures.push(failure);

const read = (form: Record<string, unknown>, given = placements, from = registry) =>
  readFilters(placeFilters(given, from, { context }), form, {
    ...{ tenant: 'acme' as TenantId, context, log },
    host: inlineHost(from),
  });

describe('reading the filters', () => {
  it('gives clauses, words and a period', async () => {
    const { outcomes, clauses, range, refused } = await read({ period: 'yesterday', product: ['1', '2'] });
    expect(refused).toBe(false);
    expect([...clauses]).toEqual([['product', [{ op: 'in', column: 'product', values: [1, 2] }]]]);
    expect(outcomes.map(({ id, text, narrows, isDefault }) => [id, text, narrows, isDefault])).toEqual([
      ['period', 'Ayer', false, false],
      ['line', '', false, true],
      ['product', 'Atún, Bonito', true, false],
    ]);
    expect(outcomes[2]).toMatchObject({ label: 'Producto', className: 'MultiSelectFilter', value: [1, 2] });
    expect(range.selected).toEqual({ from: at('00:00', 18), to: at('00:00', 19) });
    expect([range.name, range.comparedWith]).toEqual(['Ayer', 'anteayer']);
  });

  it('is the defaults when nothing is sent', async () => {
    const { outcomes, clauses, range } = await read({});
    expect(clauses.size).toBe(0);
    expect(outcomes.every(({ isDefault }) => isDefault)).toBe(true);
    expect(range.name).toBe('Hoy');
  });

  it('is the last 7 plant days where no filter chooses a period', async () => {
    const { range } = await read({}, placements.slice(1));
    expect(range.selected).toEqual({ from: at('00:00', 13), to: context.now });
    expect(range.whole.to).toBe(at('00:00', 20));
    expect(range.previous).toEqual({ from: at('00:00', 6), to: at('14:32', 12) });
    expect(range.name).toBe('Últimos 7 días');
  });

  it('names the field and the rule of what it refuses, and keeps everything as typed', async () => {
    const { outcomes, refused } = await read({
      period: { preset: 'custom', from: '2026-11-18T06:00', to: '2026-11-17T06:00' },
      line: 'L7',
      product: ['1', 'tuna'],
    });
    expect(refused).toBe(true);
    expect(outcomes.map(({ error }) => error?.field)).toEqual(['period.to', 'line', 'product']);
    expect(outcomes.map(({ error }) => error?.rule)).toEqual([
      'period_order',
      'not_an_option',
      'not_an_option',
    ]);
    expect(outcomes[2]!.error!.message).toBe('"tuna" no es una opción de Producto. Elige una de la lista.');
    expect(outcomes[0]!.control).toMatchObject({
      ...{ kind: 'period', selected: 'custom', from: '2026-11-18T06:00', to: '2026-11-17T06:00' },
    });
    expect(outcomes[1]!.control).toMatchObject({ selected: 'L7', options: [{ value: 1 }, { value: 2 }] });
    expect(outcomes[2]!.control).toMatchObject({ selected: ['1', 'tuna'] });
    expect(outcomes[2]!.value).toEqual(['1', 'tuna']);
  });

  it('refuses a field that no filter owns', async () => {
    await expect(read({ colour: 1 })).rejects.toThrow('unknown_filter (colour)');
    await expect(read({ __proto__x: 1 })).rejects.toThrow('unknown_filter');
  });

  it('hides filters from roles that may not see them, and their fields with them', async () => {
    const forManagers = [
      filterOf('product', 'MultiSelectFilter', { settings: onProduct, roles: ['manager'] }),
    ];
    expect((await read({}, forManagers)).outcomes).toEqual([]);
    await expect(read({ product: [1] }, forManagers)).rejects.toThrow('unknown_filter');
    const admin = filterContext({ user: { ...context.user, role: 'admin' } });
    expect(placeFilters(forManagers, registry, { context: admin })).toHaveLength(1);
  });
});

describe('a filter that cannot be used', () => {
  it('names its missing class or its bad settings, and costs the others nothing', async () => {
    const { outcomes, refused, clauses } = await read({ product: [1] }, [
      filterOf('gone', 'GoneFilter'),
      filterOf('wrong', 'MultiSelectFilter', { settings: { column: 'line' } }),
      filterOf('unread', 'MultiSelectFilter', { settings: null, settingsError: 'Unexpected token' }),
      ...placements,
    ]);
    expect(refused).toBe(false);
    expect(clauses.size).toBe(1);
    expect(outcomes.slice(0, 3).map(({ error }) => error)).toEqual([
      {
        field: 'gone',
        rule: 'missing_class',
        message: expect.stringContaining('«GoneFilter» que usa «gone»'),
      },
      {
        ...{ field: 'wrong', rule: 'bad_settings' },
        message: expect.stringContaining("«wrong» no son válidos: / must have required property 'dataset'"),
      },
      { field: 'unread', rule: 'bad_settings', message: expect.stringContaining('Unexpected token') },
    ]);
  });

  it('does not run where its class is switched off', () => {
    const off = { className: 'MultiSelectFilter', since: 0, reason: 'filter_failed' };
    const switchedOff = new Map([[off.className, off]]);
    const [period, , product] = placeFilters(placements, registry, { context, switchedOff });
    expect(period!.use).not.toBeNull();
    expect(product).toMatchObject({ use: null, error: { field: 'product', rule: 'switched_off' } });
  });

  it('refuses rather than ignore what is sent to it', async () => {
    expect((await read({ gone: 1 }, [filterOf('gone', 'GoneFilter')])).refused).toBe(true);
  });

  it('is a fault with a code when it throws, logged with its cause', async () => {
    const faulty = await registryOf({
      'faulty.filter.ts': `
        import { BaseFilter, type FilterControl } from '#sdk';
        export class FaultyFilter extends BaseFilter<unknown, string> {
          static override readonly settingsSchema = {};
          parse(): string { throw new TypeError('oops'); }
          clauses() { return []; }
          describe(): string { return ''; }
          control(): FilterControl { return { kind: 'toggle', options: [], selected: false }; }
          serialize(value: string) { return value; }
        }`,
    });
    failures.length = 0;
    const { outcomes, refused } = await read({}, [filterOf('bad', 'FaultyFilter')], faulty);
    expect(refused).toBe(false);
    expect(outcomes[0]!.error!.rule).toBe('filter_failed');
    expect(failures).toEqual([
      { id: expect.stringMatching(/^[0-9A-F]{4}-[0-9A-F]{2}$/), filter: 'bad', cause: new TypeError('oops') },
    ]);
    expect(outcomes[0]!.error!.message).toContain((failures[0] as { id: string }).id);
    expect((await read({ bad: 'x' }, [filterOf('bad', 'FaultyFilter')], faulty)).refused).toBe(true);
  });
});

describe('the counts beside options', () => {
  const facts = detections([
    { time: at('08:00'), product: 2, quantity: 5 },
    { time: at('09:00'), product: 4, line: 2 },
  ]);

  it('are asked for given the other filters, and put those without rows last', async () => {
    const { counts, outcomes } = await read({});
    const needs = countNeeds(counts, metadata);
    expect(needs).toEqual({
      line: {
        ...{ dataset: 'detections', filters: { except: 'line' } },
        aggregate: { keys: ['line'], measures: { count: { fn: 'count' } } },
      },
      product: {
        ...{ dataset: 'detections', filters: { except: 'product' } },
        aggregate: { keys: ['product'], measures: { count: { fn: 'count' } } },
      },
    });
    const data = answer(needs, { facts }, widgetContext());
    const frames = new Map<string, Frame>(Object.keys(needs).map((id) => [id, data.frame(id)]));
    const filled = fillOptionCounts(outcomes, needs, frames);
    const counted = filled[2]!.control.options.map(({ label, count }) => `${label} ${count}`);
    expect(counted).toEqual([
      'Bonito 1',
      'Dorada 1',
      'Atún 0',
      'Caballa 0',
      'Eglefino 0',
      'Faneca 0',
      'Gallo 0',
    ]);
    expect(filled[1]!.control).toMatchObject({ kind: 'select', allCount: 2 });
    expect(filled[0]!.control).not.toHaveProperty('options.0.count');
  });

  it('add a measure up where the settings name one', async () => {
    const measured = [
      filterOf('product', 'MultiSelectFilter', { settings: { ...onProduct, measure: 'quantity' } }),
    ];
    const needs = countNeeds((await read({}, measured)).counts, metadata);
    expect(needs.product!.aggregate.measures).toEqual({ count: { fn: 'sum', column: 'quantity' } });
  });
});
