import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError, type Dataset, type TenantId } from '#sdk';
import type { Dashboard, TenantSnapshot } from '../../src/catalog/types.ts';
import { engine } from '../../src/http/engine/index.ts';
import { useErrorHandler } from '../../src/http/error-handler.ts';
import { useSecurityHeaders } from '../../src/http/security-headers.ts';
import { serverOptions } from '../../src/http/server-options.ts';
import type { Services } from '../../src/http/services.ts';
import { issueAccessToken } from '../../src/identity/access-token.ts';
import { createUser } from '../../src/identity/create-user.ts';
import { writeRows } from '../../src/ingest/write-rows.ts';
import type { ApplyRequest, ApplyResult, Card, FilterOutcome } from '../../src/pipeline/types.ts';
import { readConfig } from '../../src/shared/config.ts';
import { loadMessages } from '../../src/shared/load-messages.ts';
import { createTestTenancy, describeEachEngine, type TestTenancy } from '../support/engines.ts';

const words = await loadMessages('views');
const config = readConfig({ CAMET_SECRET: 'q7WmZ0vT4nKc9Rb2XsYh6LdE8fUj3GpA' });
const demo = 'demo' as TenantId;
const password = 'caballo correcto grapa';
const noon = Date.UTC(2026, 10, 20, 12);

const prices: Dataset = {
  key: 'prices',
  labels: { es: 'Precios' },
  table: 'prices',
  splitBy: 'symbol',
  rows: 'intervals',
  columns: [
    { kind: 'dimension', name: 'symbol', labels: { es: 'Valor' }, dimension: 'symbols' },
    { kind: 'measure', name: 'close', labels: { es: 'Cierre' }, type: 'float' },
    { kind: 'measure', name: 'volume', labels: { es: 'Volumen' }, type: 'int', default: 0 },
  ],
};

const symbols = {
  key: 'symbols',
  labels: { es: 'Valores' },
  table: 'symbols',
  attributes: [],
  byId: new Map(),
  members: ['ACME', 'GLOBEX'].map((code, i) => ({
    ...{ id: i + 1, code, labels: { es: code } },
    ...{ parentId: null, attributes: {} },
  })),
};

const placement = {
  ...{ id: 1, subtitle: null, settings: {}, settingsError: null, position: 1, roles: [] },
  grid: { w: 6, h: 2, region: 'grid' as const },
};

const board: Dashboard = {
  id: 1,
  slug: 'market',
  title: { es: 'Mercado', en: 'Market' },
  placements: [
    { ...placement, key: 'period', kind: 'filter', className: 'DateRangeFilter', title: { es: 'Periodo' } },
    {
      ...placement,
      key: 'last',
      kind: 'widget',
      className: 'KpiWidget',
      title: { es: 'Último', en: 'Last' },
    },
    {
      ...{ ...placement, roles: ['admin' as const] },
      ...{ key: 'secret', kind: 'widget', className: 'KpiWidget', title: { es: 'Reservado' } },
    },
  ],
};

const snapshot: TenantSnapshot = {
  tenant: { id: demo, name: 'Demo', numberLocale: 'es-ES', language: 'es' },
  metadata: {
    datasets: new Map([['prices', prices]]),
    dimensions: new Map([['symbols', symbols]]),
    calendar: { zone: 'Europe/Madrid', shifts: [], breaks: [], exceptions: [] },
  },
  dashboards: [board],
  months: new Map(),
  version: '1',
};

const period: FilterOutcome = {
  ...{ id: 'period', className: 'DateRangeFilter', label: 'Periodo' },
  control: {
    ...{ kind: 'period', selected: 'today', from: '', to: '' },
    options: [{ value: 'today', label: 'Hoy' }],
  },
  ...{ value: 'today', text: 'Hoy', narrows: false, isDefault: true, error: null },
};

const card: Card = {
  ...{ key: 'last', className: 'KpiWidget', pack: 'market', title: 'Último', subtitle: '', without: [] },
  grid: placement.grid,
  ...{ status: 'ok', sourceType: 'internal', columns: ['close'], asOf: noon, error: null },
  data: { kind: 'kpi', value: 12.5, spark: [1, null, 2] },
};

const span = { from: noon - 1000, to: noon };
const result: ApplyResult = {
  dashboard: { slug: 'market', title: 'Mercado' },
  filters: [period],
  refused: false,
  range: {
    ...{ selected: span, whole: span, previous: span, previousWhole: span },
    ...{ name: 'Hoy', comparedWith: 'vs. ayer' },
  },
  cards: [
    card,
    {
      ...card,
      key: 'plan',
      status: 'error',
      data: null,
      error: { code: 'api_timeout', message: 'm', id: 'a1' },
    },
  ],
  stats: {
    ...{ rows: 3, queries: 2, ms: 1.5, counted: null },
    months: [{ table: 'prices_1', month: '2026-11', from: 'sql', rows: 3 }],
  },
  version: '1',
};

/** Stands where the pipeline will: answers as its contract says and keeps what it was asked. */
const asked: ApplyRequest[] = [];
async function applyFilters(request: ApplyRequest): Promise<ApplyResult> {
  asked.push(request);
  if (request.dashboard !== 'market') {
    throw new AppError('unknown_dashboard', { status: 404, params: { dashboard: request.dashboard } });
  }
  if (request.form.period !== 'never') return result;
  const error = { field: 'period', rule: 'unknown_preset', message: 'Ese periodo no existe.' };
  return { ...result, refused: true, cards: [], filters: [{ ...period, error }] };
}

describeEachEngine('data API', (database) => {
  let made: TestTenancy;
  let app: FastifyInstance;
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    made = await createTestTenancy(database);
    const databases = made.tenancy;
    await made.createTestTenant('demo');
    const services: Services = {
      ...{ config, databases, words, applyFilters },
      registry: {
        ...{ filters: new Map(), widgets: new Map(), jobs: new Map(), sources: new Map() },
        ...{ problems: [], messages: new Map(), packs: new Map(), templates: new Map() },
      },
      snapshot: async () => snapshot,
      readFilters: async (request) => (await applyFilters(request)).filters,
      writeRows: (batch) => writeRows(databases, batch),
    };
    app = fastify({ ...serverOptions('silent') });
    app.removeContentTypeParser('text/plain');
    await useSecurityHeaders(app, config);
    useErrorHandler(app, { words });
    await app.register(engine(services));
    for (const role of ['viewer', 'manager', 'admin'] as const) {
      const email = `${role}@demo.example`;
      await createUser(databases, {
        ...{ email, name: role, password, now: noon },
        memberships: [{ tenant: demo, role }],
      });
      const answer = await post('/auth/token', { tenant: 'demo', email, password });
      tokens[role] = answer.json().accessToken;
    }
  });
  afterAll(async () => {
    await app.close();
    await made.remove();
  });

  const bearer = (role?: string): Record<string, string> =>
    role ? { authorization: `Bearer ${tokens[role] ?? role}` } : {};
  const get = (url: string, role?: string, headers = {}) =>
    app.inject({ url: `/api/v1${url}`, headers: { ...bearer(role), ...headers } });
  const post = (url: string, payload: object | string, role?: string) =>
    app.inject({
      ...{ method: 'POST', url: `/api/v1${url}`, payload },
      headers: { ...bearer(role), 'content-type': 'application/json' },
    });

  describe('tokens', () => {
    test('are given for a right password', async () => {
      const answer = await post('/auth/token', { tenant: 'demo', email: 'viewer@demo.example', password });
      expect([answer.statusCode, answer.json()]).toEqual([
        200,
        { accessToken: expect.stringMatching(/^ey/), tokenType: 'Bearer', expiresIn: 900 },
      ]);
      expect(answer.headers['cache-control']).toBe('no-store');
    });

    test('and refused alike for a wrong one and an unknown user', async () => {
      const good = { tenant: 'demo', email: 'viewer@demo.example', password };
      for (const wrong of [{ password: 'otra cosa' }, { email: 'no@demo.example' }, { tenant: 'norte' }]) {
        const answer = await post('/auth/token', { ...good, ...wrong });
        expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'sign_in_refused']);
      }
    });

    test.each([
      [{ tenant: 'demo', email: 'viewer@demo.example' }, 'password', 'required'],
      [{ tenant: 'demo', email: 'viewer@demo.example', password: 0 }, 'password', 'type'],
      [
        { tenant: 'demo', email: 'viewer@demo.example', password, role: 'admin' },
        'role',
        'additionalProperties',
      ],
    ])('%o is refused for %s: %s', async (body, field, rule) => {
      const answer = await post('/auth/token', body);
      expect([answer.statusCode, answer.json().error]).toEqual([
        422,
        expect.objectContaining({ field, rule }),
      ]);
    });

    test('every other route asks for one, before it reads anything', async () => {
      const forged = await issueAccessToken('another secret', { userId: 'x', tenant: demo }, Date.now());
      for (const role of [undefined, 'nonsense', forged]) {
        for (const answer of [
          await get('/dashboards', role),
          await get('/dashboards/market', role),
          await post('/dashboards/market/run', '{broken', role),
          await post('/datasets/prices/rows', '{broken', role),
        ]) {
          expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'token_required']);
          expect(answer.headers['www-authenticate']).toBe('Bearer');
        }
      }
    });

    test("die with their user's membership", async () => {
      const databases = made.tenancy;
      const userId = await createUser(databases, {
        ...{ email: 'gone@demo.example', name: 'Gone', password, now: noon },
        memberships: [{ tenant: demo, role: 'admin' }],
      });
      const token = await issueAccessToken(config.secret, { userId, tenant: demo }, Date.now());
      expect((await get('/dashboards', token)).statusCode).toBe(200);
      await databases.useControl(({ knex }) => knex('memberships').where({ user_id: userId }).delete());
      expect((await get('/dashboards', token)).statusCode).toBe(401);
    });
  });

  describe('dashboards', () => {
    test('are listed in the language asked for', async () => {
      expect((await get('/dashboards', 'viewer')).json()).toEqual({
        dashboards: [{ slug: 'market', title: 'Mercado' }],
      });
      const english = await get('/dashboards', 'viewer', { 'accept-language': 'en' });
      expect(english.json().dashboards[0].title).toBe('Market');
    });

    test('say their filters and widgets; a widget of another role is absent', async () => {
      const answer = await get('/dashboards/market', 'viewer');
      expect(answer.json()).toEqual({
        dashboard: { slug: 'market', title: 'Mercado' },
        filters: [{ id: 'period', class: 'DateRangeFilter', label: 'Periodo', control: period.control }],
        widgets: [{ id: 'last', class: 'KpiWidget', title: 'Último', grid: placement.grid }],
      });
      const admin = await get('/dashboards/market', 'admin');
      expect(admin.json().widgets.map(({ id }: { id: string }) => id)).toEqual(['last', 'secret']);
    });

    test('that do not exist are not found', async () => {
      for (const answer of [
        await get('/dashboards/none', 'viewer'),
        await post('/dashboards/none/run', {}, 'viewer'),
      ]) {
        expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'unknown_dashboard']);
      }
    });

    test('run: one Apply, one dictionary', async () => {
      asked.length = 0;
      const answer = await post(
        '/dashboards/market/run',
        { filters: { period: 'today' }, pages: { last: 2 } },
        'viewer',
      );
      expect(answer.json()).toEqual({
        dashboard: { slug: 'market', title: 'Mercado' },
        filters: { values: { period: 'today' }, text: { period: 'Hoy' } },
        widgets: {
          last: {
            ...{ class: 'KpiWidget', title: 'Último', status: 'ok', sourceType: 'internal' },
            ...{ columns: ['close'], without: [], asOf: '2026-11-20T12:00:00.000Z' },
            data: { kind: 'kpi', value: 12.5, spark: [1, null, 2] },
          },
          plan: {
            ...{ class: 'KpiWidget', title: 'Último', status: 'error', sourceType: 'internal' },
            ...{ columns: ['close'], without: [], asOf: '2026-11-20T12:00:00.000Z' },
            error: { code: 'api_timeout', message: 'm', id: 'a1' },
          },
        },
        stats: {
          ...{ rows: 3, queries: 2, ms: 1.5 },
          months: [{ table: 'prices_1', month: '2026-11', from: 'sql', rows: 3 }],
        },
      });
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatchObject({
        ...{ tenant: 'demo', dashboard: 'market', form: { period: 'today' }, pages: { last: 2 } },
        user: { role: 'viewer' },
      });
    });

    test("a filter's refusal keeps the filter's own words", async () => {
      const answer = await post('/dashboards/market/run', { filters: { period: 'never' } }, 'viewer');
      expect([answer.statusCode, answer.json()]).toEqual([
        422,
        {
          error: {
            ...{ code: 'unknown_preset', rule: 'unknown_preset', field: 'period', id: null },
            message: 'Ese periodo no existe.',
          },
        },
      ]);
    });

    test.each([
      [{ filters: [] }, 'filters', 'type'],
      [{ filters: 'x' }, 'filters', 'type'],
      [{ filtros: {} }, 'filtros', 'additionalProperties'],
      [{ pages: { last: '2' } }, 'pages.last', 'type'],
      [{ pages: { last: 0 } }, 'pages.last', 'minimum'],
      ['{"filters":', 'body', 'json'],
      ['{"filters":{"__proto__":{"x":1}}}', 'body', 'json'],
    ])('%j is refused for %s: %s', async (body, field, rule) => {
      const answer = await post('/dashboards/market/run', body, 'viewer');
      expect([answer.statusCode, answer.json().error]).toEqual([
        422,
        expect.objectContaining({ field, rule }),
      ]);
    });
  });

  describe('rows', () => {
    const row = (id: string, more = {}) => ({
      ...{ source_id: id, time: '2026-11-20T12:00:00Z', symbol: 'ACME', close: 10.5, volume: 7 },
      ...more,
    });
    const send = (rows: unknown, role = 'manager') => post('/datasets/prices/rows', { rows }, role);
    const stored = (member: number): Promise<{ source_id: string; close: number }[]> =>
      made.tenancy.useTenant(demo, ({ engine: name, knex }) =>
        knex(name === 'sqlite' ? `prices_${member}_202611` : `prices_${member}`)
          .orderBy('source_id')
          .select('source_id', 'close'),
      );

    test('are stored when answered, whatever their member, and once', async () => {
      const rows = [row('a'), row('b', { symbol: 'GLOBEX', time: noon }), row('c', { close: null })];
      expect((await send(rows)).json()).toEqual({ saved: 3, unchanged: 0, corrected: 0, refused: [] });
      expect((await stored(1)).map(({ source_id, close }) => [String(source_id), close])).toEqual([
        ['a', 10.5],
        ['c', null],
      ]);
      expect(await stored(2)).toHaveLength(1);
      expect((await send(rows)).json()).toEqual({ saved: 0, unchanged: 3, corrected: 0, refused: [] });
      const corrected = await send([
        row('a', { close: 11, time: '2026-12-01T00:00:00Z' }),
        row('c', { close: null }),
      ]);
      expect(corrected.json()).toEqual({ saved: 0, unchanged: 1, corrected: 1, refused: [] });
      expect(await send([])).toMatchObject({ statusCode: 200 });
    });

    test('that are wrong are named by their place; the others enter', async () => {
      const answer = await send([
        row('d'),
        row('e', { symbol: 'NONE' }),
        row('', {}),
        row('f', { time: 'yesterday' }),
        row('g', { close: [1] }),
        row('h', { volume: 1.5 }),
        row('i', { colour: 'red' }),
        row('j', { symbol: undefined }),
      ]);
      const { refused, ...counts } = answer.json();
      expect(counts).toEqual({ saved: 1, unchanged: 0, corrected: 0 });
      expect(
        refused.map(({ index, column, reason }: Record<string, unknown>) => [index, column, reason]),
      ).toEqual([
        [1, 'symbol', 'unknown_member'],
        [2, 'source_id', 'missing_value'],
        [3, 'time', 'bad_time'],
        [4, 'close', 'not_a_number'],
        [5, 'volume', 'not_whole'],
        [6, 'colour', 'unknown_row_column'],
        [7, 'symbol', 'missing_value'],
      ]);
      for (const { message } of refused) expect(message).not.toMatch(/errors\.|\{/);
    });

    test.each([
      [{ rows: 'x' }, 'rows', 'type'],
      [{ rows: [1] }, 'rows.0', 'type'],
      [{}, 'rows', 'required'],
      [{ rows: Array.from({ length: 5001 }, () => ({})) }, 'rows', 'maxItems'],
    ])('a batch that is none is refused for %s', async (body, field, rule) => {
      const answer = await post('/datasets/prices/rows', body, 'manager');
      expect([answer.statusCode, answer.json().error]).toEqual([
        422,
        expect.objectContaining({ field, rule }),
      ]);
    });

    test('need a manager and a dataset', async () => {
      const viewer = await send([row('z')], 'viewer');
      expect([viewer.statusCode, viewer.json().error.code]).toEqual([403, 'role_required']);
      const none = await post('/datasets/none/rows', { rows: [] }, 'admin');
      expect([none.statusCode, none.json().error.code]).toEqual([404, 'unknown_dataset']);
    });
  });

  test('the OpenAPI document names every route and its schemas', async () => {
    const document = (await get('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/auth/token',
      '/api/v1/dashboards',
      '/api/v1/dashboards/{slug}',
      '/api/v1/dashboards/{slug}/run',
      '/api/v1/datasets/{key}/rows',
    ]);
    const run = document.paths['/api/v1/dashboards/{slug}/run'].post;
    expect(run.security).toEqual([{ bearer: [] }]);
    expect(run.responses['200'].content['application/json'].schema.required).toEqual([
      'dashboard',
      'filters',
      'widgets',
      'stats',
    ]);
    expect(
      document.paths['/api/v1/auth/token'].post.requestBody.content['application/json'].schema.required,
    ).toEqual(['tenant', 'email', 'password']);
  });
});
