import { describe, expect, it } from 'vitest';
import type { ApiRows, TenantId, WidgetContext, WidgetData } from '#sdk';
import { inlineHost } from '../../../src/pipeline/plugins/inline-host.ts';
import { askNeeds } from '../../../src/pipeline/widgets/ask-needs.ts';
import { placeWidgets } from '../../../src/pipeline/widgets/place-widgets.ts';
import { runWidget } from '../../../src/pipeline/widgets/run-widget.ts';
import { registry as own, placement, widgetContext } from '../../plugins/plant-bench.ts';
import { registryOf } from '../../registry/plugin-folder.ts';

const context = widgetContext();
const card = (className: string, given: object = {}) =>
  placement({ key: 'card', kind: 'widget', className, ...given });

/** A registry of one widget whose processData is this body. */
const made = (body: string, needs = '{}') =>
  registryOf({
    'pack/made.widget.ts': `
      import { AppError, BaseWidget } from '#sdk';
      import type { Need, WidgetData, WidgetContext } from '#sdk';
      export const thrown = AppError;
      export class MadeWidget extends BaseWidget {
        static override readonly settingsSchema = { type: 'object', properties: { n: { type: 'number' } } };
        static override readonly sourceType = 'mixed';
        needs(context: WidgetContext): Record<string, Need> { return ${needs}; }
        processData(data: WidgetData, context: WidgetContext): any { ${body} }
      }`,
  });

const noData: WidgetData = {
  frame: (name) => {
    throw new Error(`no frame ${name}`);
  },
  totalRows: () => 0,
  api: (name) => {
    throw new Error(`no api ${name}`);
  },
};

async function run(body: string, given: { api?: ApiRows; needs?: string; in?: Partial<WidgetContext> } = {}) {
  const registry = await made(body, given.needs);
  const failures: { id: string; card: string; cause: unknown }[] = [];
  const placed = placeWidgets([card('MadeWidget')], registry, {
    context: { ...context, ...given.in },
  });
  const log = (failure: (typeof failures)[number]) => failures.push(failure);
  const tools = { tenant: 'acme' as TenantId, host: inlineHost(registry), log };
  const [asked] = await askNeeds(placed, tools);
  const { needs, failed } = asked!;
  const data = given.api ? { ...noData, api: () => given.api! } : noData;
  const handed = { needs, data, columns: ['time'], without: ['Turno'] };
  const result = failed ?? (await runWidget(placed[0]!, handed, tools));
  return { card: result, failures };
}

it('does not run a class that is switched off', async () => {
  const off = { className: 'MadeWidget', since: 0, reason: 'widget_failed' };
  const [instance] = placeWidgets([card('MadeWidget')], await made('throw 1'), {
    context,
    switchedOff: new Map([['MadeWidget', off]]),
  });
  expect(instance).toMatchObject({
    use: null,
    card: { status: 'error', error: { code: 'switched_off' } },
  });
  expect(instance!.card.error!.message).toContain('«MadeWidget»');
});

describe('running a widget', () => {
  it('makes its card', async () => {
    const { card: made } = await run(`return { kind: 'note', text: 'n', gone: undefined };`);
    expect(made).toEqual({
      ...{ key: 'card', className: 'MadeWidget', pack: 'pack', title: 'Título card', subtitle: '' },
      ...{ without: ['Turno'], grid: { w: 3, h: 2, region: 'grid' }, status: 'ok', sourceType: 'mixed' },
      ...{ columns: ['time'], asOf: context.now, data: { kind: 'note', text: 'n' }, error: null },
      computed: null,
    });
  });

  it('is empty when there is nothing to show', async () => {
    expect((await run(`return { kind: 'empty' };`)).card.status).toBe('empty');
  });

  it('is stale with an old answer, and as old as it', async () => {
    const needs = `{ plan: { api: 'erp', params: {} } }`;
    const api: ApiRows = { status: 'stale', rows: [], asOf: context.now - 60_000 };
    const { card: old } = await run(`return { kind: 'note' };`, { needs, api });
    expect([old.status, old.asOf]).toEqual(['stale', context.now - 60_000]);
    const fresh = await run(`return { kind: 'note' };`, { needs, api: { ...api, status: 'ok' } });
    expect(fresh.card.status).toBe('ok');
  });

  it('costs its own card when it throws, with an id that the log carries beside the cause', async () => {
    const { card: failed, failures } = await run(`throw new RangeError('inside');`);
    expect(failed).toMatchObject({ status: 'error', data: null, error: { code: 'widget_failed' } });
    expect(failed.error!.id).toMatch(/^[0-9A-F]{4}-[0-9A-F]{2}$/);
    expect(failed.error!.message).toContain(failed.error!.id!);
    expect(failed.error!.message).not.toContain('inside');
    expect(failures).toEqual([{ id: failed.error!.id, card: 'card', cause: new RangeError('inside') }]);
  });

  it('costs its own card when it cannot say what it needs', async () => {
    const { card: failed } = await run(`return { kind: 'note' };`, {
      needs: '(() => { throw new Error("no"); })()',
    });
    expect(failed).toMatchObject({ status: 'error', error: { code: 'widget_failed' } });
  });

  it('says what an error of the shared language says', async () => {
    const { card: failed } = await run(
      `throw new AppError('unknown_column', { params: { column: 'colour' } });`,
    );
    expect(failed.error).toMatchObject({
      ...{ code: 'unknown_column', message: 'Los datos no tienen la columna «colour». Revisa los ajustes.' },
    });
  });

  it.each([
    ['NaN', `{ kind: 'a', v: [1, NaN] }`, 'model.v[1] (NaN)'],
    ['a date', `{ kind: 'a', at: new Date(0) }`, 'model.at (Date)'],
    ['a map', `{ kind: 'a', m: new Map() }`, 'model.m (Map)'],
    ['a function', `{ kind: 'a', f: () => 1 }`, 'model.f (function)'],
    ['a hole', `{ kind: 'a', v: [undefined] }`, 'model.v[0] (undefined)'],
    ['a big integer', `{ kind: 'a', n: 1n }`, 'model.n (bigint)'],
    ['a circle', `(() => { const a: any = { kind: 'a' }; a.a = a; return a; })()`, 'model.a (circular)'],
  ])('refuses %s, naming the place', async (_, model, place) => {
    const { card: failed } = await run(`return ${model};`);
    expect(failed.error!.code).toBe('widget_output');
    expect(failed.error!.message).toContain(place);
  });

  it('refuses a model without a kind, and one over 1 MB', async () => {
    expect((await run(`return [];`)).card.error!.code).toBe('widget_output_kind');
    expect((await run(`return null;`)).card.error!.code).toBe('widget_output_kind');
    const large = await run(`return { kind: 'a', text: 'ñ'.repeat(600_000) };`);
    expect(large.card.error).toMatchObject({
      code: 'widget_output_size',
      message: expect.stringContaining('1172 kB'),
    });
  });
});

describe('making the widgets', () => {
  const instances = (placements: Parameters<typeof placeWidgets>[0], given: Partial<WidgetContext> = {}) =>
    placeWidgets(placements, own, { context: { ...context, ...given } });

  it('names a missing class and a bad row, each on its own card', () => {
    const [gone, wrong] = instances([
      card('GoneWidget'),
      card('KpiWidget', { key: 'count', settings: { value: 1 } }),
    ]);
    expect(gone).toMatchObject({ use: null, card: { status: 'error', sourceType: null } });
    expect(gone!.card.error).toEqual({
      ...{ code: 'missing_class', id: null },
      message: 'Falta la clase «GoneWidget» que usa «card». Instala su plugin y reinicia, o cambia la clase.',
    });
    expect(wrong!.card.error!.message).toContain(
      "«count» no son válidos: / must have required property 'dataset'",
    );
  });

  it('hides cards from roles that may not see them', () => {
    const managers = card('KpiWidget', { roles: ['manager'] });
    expect(instances([managers])).toEqual([]);
    expect(instances([managers], { user: { ...context.user, role: 'manager' } })).toHaveLength(1);
    expect(instances([managers], { user: { ...context.user, role: 'admin' } })).toHaveLength(1);
  });

  it('titles cards in the language of the person', () => {
    const subtitle = { es: 'Subtítulo', en: 'Subtitle' };
    const [english] = instances([card('GoneWidget', { subtitle })], { language: 'en' });
    expect([english!.card.title, english!.card.subtitle]).toEqual(['Title card', 'Subtitle']);
  });

  it('gives each card the page asked of it', () => {
    const tables = ['a', 'b'].map((key) =>
      card('TableWidget', { key, settings: { dataset: 'detections', columns: ['time'] } }),
    );
    const paged = (pages: Record<string, number>) =>
      placeWidgets(tables, own, { context, pages }).map((instance) => instance.context.page);
    expect(paged({ b: 3 })).toEqual([1, 3]);
    expect(() => paged({ b: 0 })).toThrow('bad_page (b)');
    expect(() => paged({ a: 1.5 })).toThrow('bad_page (a)');
  });
});
