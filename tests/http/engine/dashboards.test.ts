import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeEachEngine } from '../../support/engines.ts';
import { period, placement } from './market.ts';
import { startTestApi, type TestApi } from './test-api.ts';

describeEachEngine('dashboards', (engine) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi(engine);
  });
  afterAll(() => api.close());

  test('are listed in the language asked for', async () => {
    expect((await api.get('/dashboards', 'viewer')).json()).toEqual({
      dashboards: [{ slug: 'market', title: 'Mercado' }],
    });
    const english = await api.get('/dashboards', 'viewer', { 'accept-language': 'en' });
    expect(english.json().dashboards[0].title).toBe('Market');
  });

  test('say their filters and widgets; a widget of another role is absent', async () => {
    const answer = await api.get('/dashboards/market', 'viewer');
    expect(answer.json()).toEqual({
      dashboard: { slug: 'market', title: 'Mercado' },
      filters: [{ id: 'period', class: 'DateRangeFilter', label: 'Periodo', control: period.control }],
      widgets: [{ id: 'last', class: 'KpiWidget', title: 'Último', grid: placement.grid }],
    });
    const admin = await api.get('/dashboards/market', 'admin');
    expect(admin.json().widgets.map(({ id }: { id: string }) => id)).toEqual(['last', 'secret']);
  });

  test('that do not exist are not found', async () => {
    for (const answer of [
      await api.get('/dashboards/none', 'viewer'),
      await api.post('/dashboards/none/run', {}, 'viewer'),
    ]) {
      expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'unknown_dashboard']);
    }
  });

  test('run: one Apply, one dictionary', async () => {
    api.asked.length = 0;
    const answer = await api.post(
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
        widgets: {},
      },
    });
    expect(api.asked).toHaveLength(1);
    expect(api.asked[0]).toMatchObject({
      ...{ tenant: 'demo', dashboard: 'market', form: { period: 'today' }, pages: { last: 2 } },
      user: { role: 'viewer' },
    });
  });

  test('plan: what a run would read', async () => {
    const answer = await api.post('/dashboards/market/plan', { filters: { period: 'today' } }, 'viewer');
    expect(answer.json()).toEqual({
      dashboard: { slug: 'market', title: 'Mercado' },
      chunks: [{ table: 'prices_1', month: '2026-11', from: 'memory', rows: 3, bytes: 48 }],
      ...{ rows: 3, bytes: 48, maxRows: 5, estimatedMs: 1 },
      overBudget: [{ card: 'last', need: 'rows', rows: 9, answer: 'refused' }],
    });
    const refused = await api.post('/dashboards/market/plan', { filters: { period: 'never' } }, 'viewer');
    expect([refused.statusCode, refused.json().error.rule]).toEqual([422, 'unknown_preset']);
  });

  test("a filter's refusal keeps the filter's own words", async () => {
    const answer = await api.post('/dashboards/market/run', { filters: { period: 'never' } }, 'viewer');
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
    const answer = await api.post('/dashboards/market/run', body, 'viewer');
    expect([answer.statusCode, answer.json().error]).toEqual([422, expect.objectContaining({ field, rule })]);
  });

  test('the OpenAPI document names every route and its schemas', async () => {
    const document = (await api.get('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/api/v1/auth/logout',
      '/api/v1/auth/refresh',
      '/api/v1/auth/token',
      '/api/v1/dashboards',
      '/api/v1/dashboards/{slug}',
      '/api/v1/dashboards/{slug}/plan',
      '/api/v1/dashboards/{slug}/run',
      '/api/v1/datasets/{key}/rows',
      '/api/v1/sessions',
      '/api/v1/sessions/{id}',
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
