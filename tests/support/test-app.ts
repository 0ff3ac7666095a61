import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { type FactRow, factTable, type NewMember, type TenantId } from '#sdk';
import { buildApp } from '../../src/app.ts';
import { addMembers } from '../../src/catalog/add-members.ts';
import { installPack } from '../../src/catalog/install-pack.ts';
import { createUser } from '../../src/identity/create-user.ts';
import { writeRows } from '../../src/ingest/write-rows.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import { type Config, readConfig } from '../../src/shared/config.ts';
import { migratePack } from '../../src/tenancy/migrate.ts';
import { createTestTenancy, type EngineName, type TestTenancy } from './engines.ts';

export const testPassword = 'correct horse battery';

/** A whole app on databases of its own, with plants to fill. */
export type TestApp = TestTenancy & {
  readonly app: FastifyInstance;
  readonly appConfig: Config;
  /** A tenant with the plant pack installed, and its admin `admin@<slug>.example`. Default zone Europe/Madrid. */
  createPlant(slug: string, zone?: string): Promise<Plant>;
};

export type Plant = {
  readonly id: TenantId;
  /** Adds members of a dimension; code → id. */
  add(dimension: string, members: readonly NewMember[]): Promise<Map<string, number>>;
  /** Stores detections of one line. */
  detect(line: number, rows: readonly FactRow[]): Promise<void>;
  /** The physical table's name of one line's detections. */
  table(line: number): string;
  /** Runs a dashboard through the API: `operation` on the test's own app unless said otherwise. */
  run(filters: object, on?: { dashboard?: string; app?: FastifyInstance }): Promise<RunAnswer>;
};

/** The JSON dictionary of a run, as far as tests look into it. */
// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
export type RunAnswer = { readonly status: number; readonly body: any };

export async function createTestApp(engine: EngineName, given: Partial<Config> = {}): Promise<TestApp> {
  const test = await createTestTenancy(engine);
  const erp = await startTestErp();
  const appConfig: Config = {
    ...readConfig({ CAMET_DATA_DIR: test.config.dataDir }),
    ...test.config,
    externalApisFile: declareErp(test.config.dataDir, erp),
    logLevel: 'silent',
    ...given,
  };
  const app = await buildApp(appConfig);
  return {
    ...test,
    app,
    appConfig,
    createPlant: (slug, zone = 'Europe/Madrid') => createPlant({ ...test, app }, slug, zone),
    remove: async () => {
      await app.close();
      erp.close();
      await test.remove();
    },
  };
}

/** A server of this test that answers every plan with 10 pieces of P1, as of one fixed moment. */
async function startTestErp(): Promise<Server> {
  const answer = JSON.stringify({ rows: [{ product: 'P1', planned: 10 }], asOf: '2026-11-01T09:00:00Z' });
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'application/json').end(answer),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function declareErp(folder: string, server: Server): string {
  const file = join(folder, 'external_apis.yml');
  const { port } = server.address() as AddressInfo;
  const api = `url: 'http://127.0.0.1:${port}/', params: [tenant, from, to], rows: /rows, asOf: /asOf`;
  writeFileSync(file, `apis:\n  erp_plan: { ${api} }\n`);
  return file;
}

/** `createTestApp` for one test, removed when it ends. */
export async function testApp(engine: EngineName, given?: Partial<Config>): Promise<TestApp> {
  const made = await createTestApp(engine, given);
  onTestFinished(() => made.remove());
  return made;
}

async function createPlant(
  test: TestTenancy & { readonly app: FastifyInstance },
  slug: string,
  zone: string,
): Promise<Plant> {
  const { tenancy } = test;
  const { id } = await test.createTestTenant(slug, { zone });
  const { packs } = await loadRegistry({ pluginsDir: 'plugins', strict: true });
  await migratePack(tenancy, id, { pack: 'plant', folder: 'plugins/plant/migrations' });
  await tenancy.useTenant(id, (database) => installPack(database, packs.get('plant')!));
  const email = `admin@${slug}.example`;
  await createUser(tenancy, {
    email,
    name: 'Admin',
    password: testPassword,
    memberships: [{ tenant: id, role: 'admin' }],
    now: Date.now(),
  });
  let signedIn: Promise<string> | undefined;
  const token = (): Promise<string> => (signedIn ??= signIn(test.app, { tenant: slug, email }));
  const dataset = packs.get('plant')!.datasets[0]!;
  return {
    id,
    add: (key, members) =>
      tenancy.useTenant(id, (database) =>
        addMembers(database, packs.get('plant')!.dimensions.find((one) => one.key === key)!, members),
      ),
    detect: async (line, rows) => {
      await writeRows(tenancy, { tenant: id, dataset, member: line, rows });
    },
    table: (line) => factTable(dataset, line),
    run: async (filters, { dashboard = 'operation', app = test.app } = {}) =>
      runDashboard(app, { token: await token(), filters, dashboard }),
  };
}

async function signIn(app: FastifyInstance, who: { tenant: string; email: string }): Promise<string> {
  const payload = { ...who, password: testPassword };
  const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/token', payload });
  return answer.json().accessToken;
}

type Run = { readonly token: string; readonly filters: object; readonly dashboard: string };

async function runDashboard(app: FastifyInstance, { token, filters, dashboard }: Run): Promise<RunAnswer> {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/dashboards/${dashboard}/run`,
    headers: { authorization: `Bearer ${token}` },
    payload: { filters },
  });
  return { status: answer.statusCode, body: answer.json() };
}
