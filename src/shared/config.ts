import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '#sdk';
import { readSecret } from './read-secret.ts';

/** The process's configuration, read once at start from the environment (`config/env.example` lists it). */
export type Config = {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** `mysql://user:password@host:port/control_database` of the control database; null means embedded SQLite. */
  readonly databaseUrl: string | null;
  /** Names of tenants' MySQL databases begin with this. Default `camet_`. */
  readonly tenantDatabasePrefix: string;
  /** Addresses of tenants' own databases, by the variable that holds each: every `CAMET_DATABASE_URL_<NAME>`. */
  readonly tenantDatabaseUrls: ReadonlyMap<string, string>;
  /** Connections open at once in this process. Default 3. */
  readonly maxConnections: number;
  /** Longest wait for a connection. Default 2000. */
  readonly connectionWaitMs: number;
  /** A connection closes after idling this long. Default 500. */
  readonly connectionIdleMs: number;
  /** Bytes of chunks kept in memory. Default 160 MiB. */
  readonly maxChunkBytes: number;
  /** Bytes of months kept as files below the data directory; 0 keeps none. Default 1 GiB. */
  readonly maxCacheBytes: number;
  /** Bytes the process may take: its caches go before it takes more. Null: as its control group says, if it does. */
  readonly maxRssBytes: number | null;
  /** Bytes of metadata kept in memory. Default 16 MiB. */
  readonly maxMetadataBytes: number;
  /** Rows one Apply may read. Default 12,000,000. */
  readonly maxWindowRows: number;
  /** Threads that run plugin code. Default 1 on one core, else 2; 0 runs it in the process itself, without limits. */
  readonly workers: number;
  readonly pluginLimits: PluginLimits;
  /** Where workers keep their code compiled, so that the next one starts in half the time and memory. */
  readonly compiledDir: string;
  readonly production: boolean;
  /** `trace` … `error`, or `silent`. Default `info`. */
  readonly logLevel: string;
  /** Signs tokens. From CAMET_SECRET; outside production one is made and kept in the data directory. */
  readonly secret: string;
  /** Public address, when known: cookies are Secure and named `__Host-` where it is https. */
  readonly publicUrl: string | null;
  /** Proxies whose word on a client's address is believed: addresses, networks, `loopback`. Default none. */
  readonly trustedProxies: readonly string[];
  /** Requests of one person in a minute: to the API (default 6000), Applies (3000), exports (30). */
  readonly perMinute: { readonly api: number; readonly apply: number; readonly export: number };
  /** A browser's session ends after this long without use (default 30 minutes), and at all (default 12 hours). */
  readonly session: { readonly idleMs: number; readonly absoluteMs: number };
  readonly pluginsDir: string;
  readonly externalApisFile: string;
};

/** What one task of a plugin may take, and how workers live. Megabytes are 2^20 bytes. */
export type PluginLimits = {
  /** From the start of its code. */
  readonly timeMs: number;
  readonly heapMb: number;
  /** Outside the heap, such as typed arrays. */
  readonly outsideMb: number;
  /** A worker starts, or a class is loaded, within this time. */
  readonly bootMs: number;
  /** A worker that is ready takes a task within this time, else it is held by what an earlier one left behind. */
  readonly takeMs: number;
  /** A task that has waited this long lets another worker start; one that has run this long lets one more than usual. */
  readonly stuckMs: number;
  /** A worker ends after so long without a task. */
  readonly idleMs: number;
};

export const pluginLimits: PluginLimits = {
  ...{ timeMs: 2000, heapMb: 64, outsideMb: 128 },
  ...{ bootMs: 15_000, takeMs: 2000, stuckMs: 100, idleMs: 30_000 },
};

export type Environment = Readonly<Record<string, string | undefined>>;

const mebibyte = 1024 * 1024;
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

/**
 * Reads the configuration; an empty variable counts as absent. Throws `config_*` AppErrors that name the variable.
 * Outside production a missing CAMET_SECRET is made and kept in the data directory.
 */
export function readConfig(env: Environment): Config {
  const production = env.NODE_ENV === 'production';
  const dataDir = resolve(env.CAMET_DATA_DIR || 'data');
  return {
    dataDir,
    production,
    pluginLimits,
    compiledDir: join(dataDir, 'compiled'),
    logLevel: readLogLevel(env),
    secret: readSecret({ given: env.CAMET_SECRET || null, production, dataDir }),
    ...readAddress(env),
    ...readDatabase(env, production),
    ...readLimits(env),
    ...readPaths(env),
  };
}

const readAddress = (env: Environment) => ({
  host: env.HOST || '127.0.0.1',
  port: readNumber(env, 'PORT', { fallback: 3000, least: 0, most: 65_535 }),
  publicUrl: readUrl(env, 'CAMET_PUBLIC_URL', ['http:', 'https:']),
  trustedProxies: readNetworks(env, 'CAMET_TRUST_PROXY'),
  session: {
    idleMs: 60_000 * readNumber(env, 'CAMET_SESSION_IDLE_MINUTES', { fallback: 30, least: 1, most: 43_200 }),
    absoluteMs: 3_600_000 * readNumber(env, 'CAMET_SESSION_HOURS', { fallback: 12, least: 1, most: 720 }),
  },
  perMinute: {
    api: readNumber(env, 'CAMET_API_PER_MINUTE', { fallback: 6000, least: 1, most: 1e9 }),
    apply: readNumber(env, 'CAMET_APPLY_PER_MINUTE', { fallback: 3000, least: 1, most: 1e9 }),
    export: readNumber(env, 'CAMET_EXPORT_PER_MINUTE', { fallback: 30, least: 1, most: 1e9 }),
  },
});

const readDatabase = (env: Environment, production: boolean) => ({
  databaseUrl: readDatabaseUrl(env, 'CAMET_DATABASE_URL', production),
  tenantDatabasePrefix: readPrefix(env, 'CAMET_TENANT_DATABASE_PREFIX'),
  tenantDatabaseUrls: readTenantDatabases(env, production),
  maxConnections: readNumber(env, 'CAMET_MAX_CONNECTIONS', { fallback: 3, least: 1, most: 100 }),
  connectionWaitMs: readNumber(env, 'CAMET_CONNECTION_WAIT_MS', { fallback: 2000, least: 0, most: 60_000 }),
  connectionIdleMs: readNumber(env, 'CAMET_CONNECTION_IDLE_MS', { fallback: 500, least: 0, most: 60_000 }),
});

const readLimits = (env: Environment) => ({
  maxRssBytes: env.CAMET_MAX_RSS_MB
    ? mebibyte * readNumber(env, 'CAMET_MAX_RSS_MB', { fallback: 0, least: 64, most: 1_048_576 })
    : null,
  maxChunkBytes: mebibyte * readNumber(env, 'CAMET_MAX_CHUNK_MB', { fallback: 160, least: 1, most: 65_536 }),
  maxCacheBytes: mebibyte * readNumber(env, 'CAMET_MAX_CACHE_MB', { fallback: 1024, least: 0, most: 1e7 }),
  workers: readNumber(env, 'CAMET_WORKERS', {
    ...{ fallback: availableParallelism() > 1 ? 2 : 1, least: 0, most: 64 },
  }),
  maxMetadataBytes:
    mebibyte * readNumber(env, 'CAMET_MAX_METADATA_MB', { fallback: 16, least: 1, most: 65_536 }),
  maxWindowRows: readNumber(env, 'CAMET_MAX_WINDOW_ROWS', { fallback: 12_000_000, least: 1, most: 1e9 }),
});

const readPaths = (env: Environment) => ({
  pluginsDir: env.CAMET_PLUGINS_DIR ? resolve(env.CAMET_PLUGINS_DIR) : inProject('plugins'),
  externalApisFile: env.CAMET_EXTERNAL_APIS_FILE
    ? resolve(env.CAMET_EXTERNAL_APIS_FILE)
    : inProject('config/external_apis.yml'),
});

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

function readNumber(
  env: Environment,
  name: string,
  limits: { fallback: number; least: number; most: number },
): number {
  const text = env[name];
  if (!text) return limits.fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= limits.least && value <= limits.most) return value;
  const { least, most } = limits;
  throw new AppError('config_not_a_number', { field: name, params: { name, value: text, least, most } });
}

/** In production the account has a password, and none that an example shows. */
function readDatabaseUrl(env: Environment, name: string, production: boolean): string | null {
  const text = readUrl(env, name, ['mysql:', 'mariadb:']);
  if (text === null) return null;
  const { pathname, password } = new URL(text);
  if (!/^\/[^/]+$/.test(pathname))
    throw new AppError('config_no_database', { field: name, params: { name } });
  if (
    production &&
    /^(|pass(word)?|clave|secret|change.?me|example|root|admin)$/i.test(decodeURIComponent(password))
  ) {
    throw new AppError('config_database_password', { field: name, params: { name } });
  }
  return text;
}

/** What the variable of a tenant's own database may be called. */
export const tenantDatabaseVariable = /^CAMET_DATABASE_URL_[A-Z0-9_]{1,40}$/;

function readTenantDatabases(env: Environment, production: boolean): ReadonlyMap<string, string> {
  const names = Object.keys(env).filter((name) => tenantDatabaseVariable.test(name) && env[name]);
  return new Map(names.map((name) => [name, readDatabaseUrl(env, name, production)!]));
}

function readPrefix(env: Environment, name: string): string {
  const prefix = env[name] || 'camet_';
  if (/^[a-z][a-z0-9_]{0,29}$/.test(prefix)) return prefix;
  throw new AppError('config_bad_prefix', { field: name, params: { name, value: prefix } });
}

function readNetworks(env: Environment, name: string): string[] {
  const networks = (env[name] ?? '').split(',').map((network) => network.trim());
  const wrong = networks.find((network) => network && network !== 'loopback' && !isNetwork(network));
  if (wrong === undefined) return networks.filter(Boolean);
  throw new AppError('config_bad_network', { field: name, params: { name, value: wrong } });
}

function isNetwork(text: string): boolean {
  const [, address = '', bits = '0'] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  return isIP(address) > 0 && Number(bits) <= (isIP(address) === 4 ? 32 : 128);
}

function readLogLevel(env: Environment): string {
  const level = env.CAMET_LOG_LEVEL || 'info';
  if (logLevels.includes(level)) return level;
  const params = { name: 'CAMET_LOG_LEVEL', value: level, known: logLevels.join(', ') };
  throw new AppError('config_not_one_of', { field: params.name, params });
}

/** The address without a final slash; its text is not repeated in the error, since it may hold a password. */
function readUrl(env: Environment, name: string, protocols: readonly string[]): string | null {
  const text = env[name];
  if (!text) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.hostname && protocols.includes(url.protocol)) return text.replace(/\/$/, '');
  const examples = protocols.map((protocol) => `${protocol}//`).join(', ');
  throw new AppError('config_bad_url', { field: name, params: { name, protocols: examples } });
}
