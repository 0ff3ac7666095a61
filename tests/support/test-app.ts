import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { type FactRow, factTable, type NewMember, type PackDefinition, type TenantId } from '#sdk';
import { buildApp } from '../../src/app.ts';
import { addMembers } from '../../src/catalog/add-members.ts';
import { installPack } from '../../src/catalog/install-pack.ts';
import { createUser } from '../../src/identity/create-user.ts';
import { writeRows } from '../../src/ingest/write-rows.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import { type Config, readConfig } from '../../src/shared/config.ts';
import { migratePack } from '../../src/tenancy/migrate.ts';
import type { Tenancy } from '../../src/tenancy/open-tenancy.ts';
import { createTestTenancy, type EngineName, type TestTenancy } from './engines.ts';

/** Shared by all tests, so that their workers start fast. */
export const compiledDir = join(import.meta.dirname, '../../tmp/compiled');

export const testPassword = 'correct horse battery';

/** A whole app on databases of its own, with tenants to fill. */
export type TestApp = TestTenancy & {
  readonly app: FastifyInstance;
  readonly appConfig: Config;
  /** A tenant with the pack installed, and its admin `admin@<slug>.example`. Default zone Europe/Madrid. */
  createSite(slug: string, pack: SitePack, zone?: string): Promise<Site>;
  /** A site with the plant pack. */
  createPlant(slug: string, zone?: string): Promise<Plant>;
};

export type SitePack = { readonly definition: PackDefinition; readonly migrations: string };

export type Site = {
  readonly id: TenantId;
  /** Adds members of a dimension; code → id. */
  add(dimension: string, members: readonly NewMember[]): Promise<Map<string, number>>;
  /** Stores rows of the pack's first dataset; `member` selects the table where it is split. */
  write(member: number | null, rows: readonly FactRow[]): Promise<void>;
  /** Runs a dashboard through the API, or only plans it, on the test's own app unless said otherwise. */
  run(filters: object, on: { dashboard: string; app?: FastifyInstance; plan?: boolean }): Promise<RunAnswer>;
};

export type Plant = Omit<Site, 'run'> & {
  /** The physical table's name of one line's detections. */
  table(line: number): string;
  /** Runs `operation` unless said otherwise. */
  run(
    filters: object,
    on?: { dashboard?: string; app?: FastifyInstance; plan?: boolean },
  ): Promise<RunAnswer>;
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
    ...{ compiledDir, logLevel: 'silent' },
    ...given,
  };
  const app = await buildApp(appConfig);
  return {
    ...test,
    app,
    appConfig,
    createSite: (slug, pack, zone) => createSite({ ...test, app }, { slug, pack, zone }),
    createPlant: (slug, zone) => createPlant({ ...test, app }, slug, zone),
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

type AppTenancy = TestTenancy & { readonly app: FastifyInstance };
type NewSite = { readonly slug: string; readonly pack: SitePack; readonly zone: string | undefined };

async function createSite(test: AppTenancy, { slug, pack, zone = 'Europe/Madrid' }: NewSite): Promise<Site> {
  const { tenancy } = test;
  const { definition, migrations } = pack;
  const { id } = await test.createTestTenant(slug, { zone });
  await migratePack(tenancy, id, { pack: definition.name, folder: migrations });
  await tenancy.useTenant(id, (database) => installPack(database, definition));
  const email = await addAdmin(tenancy, id);
  let signedIn: Promise<string> | undefined;
  const token = (): Promise<string> => (signedIn ??= signIn(test.app, { tenant: slug, email }));
  return {
    id,
    add: (key, members) =>
      tenancy.useTenant(id, (database) =>
        addMembers(database, definition.dimensions.find((one) => one.key === key)!, members),
      ),
    write: async (member, rows) => {
      await writeRows(tenancy, { tenant: id, dataset: definition.datasets[0]!, member, rows });
    },
    run: async (filters, { dashboard, app = test.app, plan = false }) =>
      runDashboard(app, { token: await token(), filters, address: `${dashboard}/${plan ? 'plan' : 'run'}` }),
  };
}

async function addAdmin(tenancy: Tenancy, tenant: TenantId): Promise<string> {
  const email = `admin@${tenant}.example`;
  const memberships = [{ tenant, role: 'admin' }] as const;
  await createUser(tenancy, { email, name: 'Admin', password: testPassword, memberships, now: Date.now() });
  return email;
}

async function createPlant(test: AppTenancy, slug: string, zone?: string): Promise<Plant> {
  const { packs } = await loadRegistry({ pluginsDir: 'plugins', strict: true });
  const definition = packs.get('plant')!;
  const site = await createSite(test, {
    slug,
    zone,
    pack: { definition, migrations: 'plugins/plant/migrations' },
  });
  return {
    ...site,
    table: (line) => factTable(definition.datasets[0]!, line),
    run: (filters, on) => site.run(filters, { dashboard: 'operation', ...on }),
  };
}

async function signIn(app: FastifyInstance, who: { tenant: string; email: string }): Promise<string> {
  const payload = { ...who, password: testPassword };
  const answer = await app.inject({ method: 'POST', url: '/api/v1/auth/token', payload });
  return answer.json().accessToken;
}

type Run = { readonly token: string; readonly filters: object; readonly address: string };

async function runDashboard(app: FastifyInstance, { token, filters, address }: Run): Promise<RunAnswer> {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/dashboards/${address}`,
    headers: { authorization: `Bearer ${token}` },
    payload: { filters },
  });
  return { status: answer.statusCode, body: answer.json() };
}
