import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { AppError } from '#sdk';
import { engine } from '../../../src/http/engine/index.ts';
import { useErrorHandler } from '../../../src/http/error-handler.ts';
import { createRequestLimits } from '../../../src/http/request-limits.ts';
import { useSecurityHeaders } from '../../../src/http/security-headers.ts';
import { serverOptions } from '../../../src/http/server-options.ts';
import type { Services } from '../../../src/http/services.ts';
import { createUser } from '../../../src/identity/create-user.ts';
import { createSignInGuard } from '../../../src/identity/throttle/sign-in-guard.ts';
import { writeRows } from '../../../src/ingest/write-rows.ts';
import type { ApplyRequest, ApplyResult } from '../../../src/pipeline/types.ts';
import { readConfig } from '../../../src/shared/config.ts';
import { loadMessages } from '../../../src/shared/load-messages.ts';
import { createTestTenancy, type EngineName, type TestTenancy } from '../../support/engines.ts';
import { demo, noon, period, result, snapshot } from './market.ts';

export const config = readConfig({ CAMET_SECRET: 'q7WmZ0vT4nKc9Rb2XsYh6LdE8fUj3GpA' });
export const password = 'caballo correcto grapa';
const words = await loadMessages('views');

export type TestApi = {
  readonly databases: TestTenancy['tenancy'];
  /** What the pipeline was asked, in order. */
  readonly asked: ApplyRequest[];
  /** `as` is a role of the demo tenant, or a token. */
  get(url: string, as?: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  post(url: string, payload: object | string, as?: string): Promise<LightMyRequestResponse>;
  /** DELETE. */
  remove(url: string, as?: string): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
};

/** The data API on real databases with a user per role; only the catalogue and the pipeline are literal. */
export async function startTestApi(engineName: EngineName): Promise<TestApi> {
  const made = await createTestTenancy(engineName);
  await made.createTestTenant('demo');
  const asked: ApplyRequest[] = [];
  const app = await buildTestApp(servicesOf(made, asked));
  const tokens = new Map<string, string>();
  const headersAs = (as?: string) => (as ? { authorization: `Bearer ${tokens.get(as) ?? as}` } : {});
  const get: TestApi['get'] = (url, as, headers = {}) =>
    app.inject({ url: `/api/v1${url}`, headers: { ...headersAs(as), ...headers } });
  const post: TestApi['post'] = (url, payload, as) =>
    app.inject({
      ...{ method: 'POST', url: `/api/v1${url}`, payload },
      headers: { ...headersAs(as), 'content-type': 'application/json' },
    });
  for (const role of ['viewer', 'manager', 'admin'] as const) {
    const email = `${role}@demo.example`;
    const memberships = [{ tenant: demo, role }];
    await createUser(made.tenancy, { email, name: role, password, memberships, now: noon });
    const answer = await post('/auth/token', { tenant: 'demo', email, password });
    tokens.set(role, answer.json().accessToken);
  }
  const remove: TestApi['remove'] = (url, as) =>
    app.inject({ method: 'DELETE', url: `/api/v1${url}`, headers: headersAs(as) });
  const close = async () => {
    await app.close();
    await made.remove();
  };
  return { databases: made.tenancy, asked, get, post, remove, close };
}

async function buildTestApp(services: Services): Promise<FastifyInstance> {
  const app = fastify(serverOptions('silent'));
  await useSecurityHeaders(app, config);
  useErrorHandler(app, { words });
  await app.register(engine(services));
  return app;
}

function servicesOf({ tenancy }: TestTenancy, asked: ApplyRequest[]): Services {
  const applyFilters = async (request: ApplyRequest) => {
    asked.push(request);
    return answer(request);
  };
  return {
    ...{ config, databases: tenancy, words, applyFilters },
    signIn: createSignInGuard(tenancy, Date.now).signIn,
    takeRequest: createRequestLimits({ databases: tenancy, config }, Date.now).take,
    registry: {
      ...{ filters: new Map(), widgets: new Map(), jobs: new Map(), sources: new Map() },
      ...{ problems: [], messages: new Map(), packs: new Map(), templates: new Map() },
    },
    snapshot: async () => snapshot,
    switchPluginOn: async () => false,
    drawModels: async () => [],
    readFilters: async (request) => answer(request).filters,
    planDashboard: async (request) => {
      const { dashboard, filters, refused } = answer(request);
      return { dashboard, filters, refused, ...plan };
    },
    writeRows: (batch) => writeRows(tenancy, batch),
  };
}

const plan = {
  chunks: [{ table: 'prices_1', month: '2026-11', from: 'memory', rows: 3, bytes: 48 }],
  overBudget: [{ card: 'last', need: 'rows', rows: 9, answer: 'refused' }],
  ...{ rows: 3, bytes: 48, maxRows: 5, estimatedMs: 1 },
} as const;

/** As the pipeline's contract says. */
function answer({ dashboard, form }: ApplyRequest): ApplyResult {
  if (dashboard !== 'market') throw new AppError('unknown_dashboard', { status: 404, params: { dashboard } });
  if (form.period !== 'never') return result;
  const error = { field: 'period', rule: 'unknown_preset', message: 'Ese periodo no existe.' };
  return { ...result, refused: true, cards: [], filters: [{ ...period, error }] };
}
