import fastify, { type FastifyInstance } from 'fastify';
import type { TenantId } from '#sdk';
import type { TenantSnapshot } from '../../src/catalog/types.ts';
import { useCookies } from '../../src/http/cookies.ts';
import { useErrorHandler } from '../../src/http/error-handler.ts';
import { pages } from '../../src/http/pages/index.ts';
import { type Patience, usualPatience } from '../../src/http/pages/patience.ts';
import { useSecurityHeaders } from '../../src/http/security-headers.ts';
import { serverOptions } from '../../src/http/server-options.ts';
import type { Services } from '../../src/http/services.ts';
import { createUser } from '../../src/identity/create-user.ts';
import { createSignInGuard } from '../../src/identity/throttle/sign-in-guard.ts';
import type { ApplyRequest, ApplyResult } from '../../src/pipeline/types.ts';
import { readConfig } from '../../src/shared/config.ts';
import { loadMessages } from '../../src/shared/load-messages.ts';
import { answerForm } from './apply-fixture-form.ts';
import { fixtureNow, fixtureZone } from './apply-result-fixture.ts';
import { createTestTenancy } from './engines.ts';

export const fixtureUser = { email: 'marta.rios@conservas.example', password: 'una frase larga' } as const;

/** The real pages over a real control database; what an Apply answers is literal and may be changed by a test. */
export type PageFixture = {
  readonly app: FastifyInstance;
  /** Replaces the answers from now on. */
  answer(apply: (request: ApplyRequest) => ApplyResult | Promise<ApplyResult>): void;
  /** Every Apply asked for so far. */
  readonly asked: ApplyRequest[];
  close(): Promise<void>;
};

export async function pageFixture(patience: Partial<Patience> = {}): Promise<PageFixture> {
  const { tenancy, config, createTestTenant, remove } = await createTestTenancy('sqlite');
  const tenant = await createTestTenant('planta-norte', { name: 'Planta Norte', zone: fixtureZone });
  const memberships = [{ tenant: tenant.id, role: 'admin' as const }];
  await createUser(tenancy, { ...fixtureUser, name: 'Marta Ríos', memberships, now: fixtureNow });
  const asked: ApplyRequest[] = [];
  let apply: (request: ApplyRequest) => ApplyResult | Promise<ApplyResult> = answerForm;
  const services = {
    config: readConfig({ CAMET_SECRET: 'q7WmZ0vT4nKc9Rb2XsYh6LdE8fUj3GpA', CAMET_DATA_DIR: config.dataDir }),
    databases: tenancy,
    signIn: createSignInGuard(tenancy, Date.now).signIn,
    takeRequest: () => {},
    registry: { templates: new Map() },
    words: await loadMessages('views'),
    snapshot: async () => snapshotOf(tenant.id),
    applyFilters: async (request: ApplyRequest) => {
      asked.push(request);
      return apply(request);
    },
    readFilters: async (request: ApplyRequest) => (await apply(request)).filters,
  };
  const app = await serve(services as unknown as Services, { ...usualPatience, ...patience });
  return {
    app,
    asked,
    answer: (given) => {
      apply = given;
    },
    close: async () => {
      await app.close();
      await remove();
    },
  };
}

async function serve(services: Services, patience: Patience): Promise<FastifyInstance> {
  const app = fastify(serverOptions('silent'));
  const { plugin, languageOf, renderErrorPage } = pages(services, patience);
  useErrorHandler(app, { words: services.words, languageOf, renderPage: renderErrorPage });
  await useSecurityHeaders(app, services.config);
  await useCookies(app);
  await app.register(plugin);
  return app;
}

const snapshotOf = (id: TenantId): TenantSnapshot => ({
  tenant: { id, name: 'Planta Norte', numberLocale: 'es-ES', language: 'es' },
  metadata: {
    datasets: new Map(),
    dimensions: new Map(),
    calendar: { zone: fixtureZone, shifts: [], breaks: [], exceptions: [] },
  },
  dashboards: [
    { id: 1, slug: 'operation', title: { es: 'Operación diaria', en: 'Daily operations' }, placements: [] },
  ],
  months: new Map(),
  switchedOff: new Map(),
  version: 'fixture',
});
