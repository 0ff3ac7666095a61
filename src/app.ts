import { fileURLToPath } from 'node:url';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Databases, TenantId } from '#sdk';
import { createCatalog } from './catalog/create-catalog.ts';
import { pluginSwitches } from './catalog/plugin-switches.ts';
import { createApiClient } from './external/create-api-client.ts';
import { useAllowedHosts } from './http/allowed-hosts.ts';
import { useCookies } from './http/cookies.ts';
import { useCspReport } from './http/csp-report.ts';
import { engine } from './http/engine/index.ts';
import { useErrorHandler } from './http/error-handler.ts';
import { useHealth } from './http/health.ts';
import { useMetrics } from './http/metrics.ts';
import { pages } from './http/pages/index.ts';
import { packTemplates } from './http/pages/views.ts';
import { createRequestLimits } from './http/request-limits.ts';
import { useRoles } from './http/roles.ts';
import { useSecurityHeaders } from './http/security-headers.ts';
import { serverOptions } from './http/server-options.ts';
import type { Services } from './http/services.ts';
import { createSignInGuard } from './identity/throttle/sign-in-guard.ts';
import { writeRows } from './ingest/write-rows.ts';
import { openPluginHost } from './isolation/open-plugin-host.ts';
import { cgroupLimit } from './months/cgroup-limit.ts';
import { createMonthStore } from './months/create-month-store.ts';
import { startGovernor } from './months/governor.ts';
import { MonthFiles, monthFolder } from './months/month-files.ts';
import { watchOutsideWriters } from './months/watch-outside-writers.ts';
import type { ApplyPorts } from './pipeline/apply/ports.ts';
import { applyFilters, planDashboard, readDashboardFilters } from './pipeline/apply-filters.ts';
import { loadRegistry } from './registry/load-registry.ts';
import type { Config } from './shared/config.ts';
import { loadMessages } from './shared/load-messages.ts';
import type { Log } from './shared/log.ts';
import { guardDatabases } from './tenancy/guard-databases.ts';
import { migrateControl } from './tenancy/migrate.ts';
import { openTenancy, type Tenancy } from './tenancy/open-tenancy.ts';
import { findTenant, listTenants } from './tenancy/tenants.ts';

/** The whole product as one Fastify server, not yet listening: configuration, plugins, services, routes. */
export async function buildApp(config: Config): Promise<FastifyInstance> {
  const app = Fastify(serverOptions(config.logLevel, config.trustedProxies));
  const tenancy = openTenancy(config);
  app.addHook('onClose', () => tenancy.close());
  await migrateControl(tenancy);
  const services = await buildServices(config, { app, databases: guardDatabases(tenancy) });
  await addRoutes(app, services, tenancy);
  return app;
}

type Built = { readonly app: FastifyInstance; readonly databases: Databases };

export async function buildServices(config: Config, { app, databases }: Built): Promise<Services> {
  const registry = await loadRegistry({ pluginsDir: config.pluginsDir, strict: !config.production });
  for (const problem of registry.problems) app.log.error(problem, 'A plugin was set aside');
  const words = await loadMessages(viewsFolder);
  const catalog = createCatalog({
    databases,
    findTenant: (id, trace) => findTenant(databases, id, trace),
    maxBytes: config.maxMetadataBytes,
    reportBadRow: (tenant, row) => app.log.error({ tenant, ...row }, 'A metadata row cannot be read'),
  });
  const api = createApiClient({ file: config.externalApisFile, env: process.env, log: app.log });
  app.addHook('onClose', () => api.close());
  const now = () => Date.now();
  const switches = pluginSwitches({ databases, catalog, now, log: app.log });
  const plugins = openPluginHost(config, {
    ...{ registry, switches, templates: packTemplates(registry), log: app.log },
  });
  app.addHook('onListen', async () => void plugins.warm());
  app.addHook('onClose', () => plugins.close());
  const ports: ApplyPorts = {
    catalog: { current: watchOutsideWriters(catalog, { databases, now }) },
    registry,
    databases,
    months: openMonths(config, { app, databases }),
    api,
    host: plugins.host,
    maxWindowRows: config.maxWindowRows,
    log: app.log,
  };
  await fillCatalog(databases, (tenant) => catalog.fill([tenant]), app.log);
  return {
    config,
    databases,
    registry,
    words,
    signIn: createSignInGuard(databases, now).signIn,
    takeRequest: createRequestLimits({ databases: databases, config }, now).take,
    snapshot: (tenant) => catalog.current(tenant),
    switchPluginOn: switches.on,
    applyFilters: (request) => applyFilters(request, ports),
    planDashboard: (request) => planDashboard(request, ports),
    readFilters: (request) => readDashboardFilters(request, ports),
    drawModels: (tenant, tasks) => plugins.host.run(tenant, tasks),
    writeRows: (batch) => writeRows(databases, batch),
  };
}

function openMonths(config: Config, { app, databases }: Built) {
  const now = () => Date.now();
  const files = new MonthFiles({ ...monthFolder(config), log: app.log, now });
  const months = createMonthStore({
    databases,
    maxBytes: config.maxChunkBytes,
    seal: { files, now },
  });
  const governor = startGovernor({
    maxRssBytes: config.maxRssBytes ?? cgroupLimit(),
    shed: months.shed,
    restBytes: config.maxChunkBytes / 16,
    log: app.log,
  });
  app.addHook('onClose', async () => {
    governor.stop();
    await months.sealed();
  });
  return months;
}

const viewsFolder = fileURLToPath(new URL('../views', import.meta.url));

/** A tenant whose metadata cannot be read now is read when somebody asks; the others never notice. */
async function fillCatalog(
  databases: Databases,
  fill: (tenant: TenantId) => Promise<void>,
  log: Log,
): Promise<void> {
  for (const { id } of await listTenants(databases)) {
    await fill(id).catch((error) =>
      log.error({ tenant: id, err: error }, 'A tenant could not be read ahead'),
    );
  }
}

async function addRoutes(app: FastifyInstance, services: Services, tenancy: Tenancy): Promise<void> {
  const { renderErrorPage, languageOf, plugin } = pages(services);
  useRoles(app);
  await useSecurityHeaders(app, services.config);
  useErrorHandler(app, { words: services.words, languageOf, renderPage: renderErrorPage });
  await useCookies(app);
  useAllowedHosts(app, services.config);
  await useCspReport(app);
  useHealth(app, services.databases);
  useMetrics(app, tenancy);
  await app.register(plugin);
  await app.register(engine(services));
}
