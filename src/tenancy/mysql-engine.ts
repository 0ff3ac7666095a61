import knexOf, { type Knex } from 'knex';
import type { Connection } from 'mysql2';
import { AppError, type TenantId } from '#sdk';
import { type Engine, openNow, singleConnection, type UseConnection } from './engine.ts';
import { collect } from './mysql-collect.ts';
import { dropMysql } from './mysql-drop.ts';
import { damaged, errno, errnoOf } from './mysql-errno.ts';

const accessDenied = new Set<number>([errno.databaseDenied, 1045, 1698]);
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
]);

export type MysqlAddresses = {
  /** The control database's. */
  readonly control: string;
  /** Names of the tenants' databases beside it begin with this. */
  readonly tenantPrefix: string;
  /** Addresses of tenants' own databases, by environment variable. */
  readonly byVariable: ReadonlyMap<string, string>;
};

/**
 * MySQL and MariaDB: the control database named in the address, the tenants' beside it under a prefix or wherever a
 * variable says. A location is a database's name beside the control one, or `env:` and the variable.
 */
export function mysqlEngine(addresses: MysqlAddresses): Engine {
  const urlOf = (location: string): URL => findAddress(addresses, location);
  const translate = (error: unknown, location: string): unknown => translateFor(urlOf(location), error);
  return {
    name: 'mysql',
    control: databaseOf(new URL(addresses.control)),
    locate: (tenant, databaseEnv) =>
      databaseEnv === null ? tenantDatabase(addresses.tenantPrefix, tenant) : `${ownAddress}${databaseEnv}`,
    identify: (location) => identify(urlOf(location)),
    connect: (location) => connect(urlOf(location)),
    create,
    drop: (location, use) => dropMysql(location, { use, prepared: location.startsWith(ownAddress) }),
    collect,
    translate,
    close: async () => {},
  };
}

const ownAddress = 'env:';

function findAddress({ control, byVariable }: MysqlAddresses, location: string): URL {
  if (location.startsWith(ownAddress)) {
    const name = location.slice(ownAddress.length);
    const address = byVariable.get(name);
    if (!address)
      throw new AppError('tenant_database_env', { status: 503, field: 'databaseEnv', params: { name } });
    return new URL(address);
  }
  const url = new URL(control);
  url.pathname = `/${encodeURIComponent(location)}`;
  return url;
}

const databaseOf = (url: URL): string => decodeURIComponent(url.pathname.slice(1));

const identify = (url: URL): string => `${url.hostname}:${url.port || 3306}/${databaseOf(url)}`;

const tenantDatabase = (prefix: string, tenant: TenantId): string =>
  `${prefix}${tenant.replaceAll('-', '_')}`;

async function connect(url: URL): Promise<Knex> {
  const knex = knexOf({
    ...singleConnection,
    client: 'mysql2',
    version: 'latest',
    connection: connectionSettings(url),
    pool: { ...singleConnection.pool, afterCreate: prepareSession },
  });
  try {
    return await openNow(knex);
  } catch (error) {
    throw translateFor(url, error);
  }
}

const connectionSettings = (url: URL): Knex.MySql2ConnectionConfig => ({
  host: url.hostname.replace(/^\[|\]$/g, ''),
  port: Number(url.port || 3306),
  user: decodeURIComponent(url.username),
  password: decodeURIComponent(url.password),
  ...(databaseOf(url) && { database: databaseOf(url) }),
  timezone: 'Z',
  dateStrings: true,
  decimalNumbers: true,
  connectTimeout: 5000,
});

/** Clock and strictness are the session's own, whatever the host's administrator chose. */
function prepareSession(
  connection: Connection,
  done: (error: unknown, connection: Connection) => void,
): void {
  connection.query(
    "SET time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = 10",
    (error) => done(error, connection),
  );
}

/** On shared hosts databases are made in the panel: one that is there already needs no right to make it. */
async function create(database: string, use: UseConnection): Promise<void> {
  if (database.startsWith(ownAddress)) return use(database, async () => {});
  try {
    await use('', (knex) =>
      knex.raw('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_bin', [database]),
    );
  } catch (error) {
    if (errnoOf(error) !== errno.databaseDenied) throw error;
    await use(database, async () => {}).catch(() => {
      throw new AppError('database_create_denied', { status: 503, params: { database }, cause: error });
    });
  }
}

function translateFor(url: URL, error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = String((Object(error) as { code?: string }).code ?? '');
  const params = { host: url.hostname, port: url.port || '3306', database: databaseOf(url) };
  if (unreachable.has(code))
    return new AppError('database_unreachable', { status: 503, params, cause: error });
  if (errnoOf(error) === errno.unknownDatabase) {
    return new AppError('database_missing', { status: 503, params, cause: error });
  }
  if (damaged.has(errnoOf(error))) {
    const reason = errnoOf(error);
    return new AppError('database_unreadable', { status: 503, params: { ...params, reason }, cause: error });
  }
  if (accessDenied.has(errnoOf(error))) {
    return new AppError('database_denied', {
      status: 503,
      params: { ...params, user: url.username },
      cause: error,
    });
  }
  return error;
}
