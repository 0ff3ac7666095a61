import { isBuiltin } from 'node:module';

/** Of Node's own modules, those that only compute. */
const pureBuiltins = new Set([
  ...[
    'assert',
    'buffer',
    'crypto',
    'events',
    'path',
    'punycode',
    'querystring',
    'string_decoder',
    'url',
    'util',
  ],
]);

/** Packages that open connections, files, processes or databases. A package missing here is still trusted code. */
const reachingPackages = new Set([
  ...[
    'undici',
    'axios',
    'got',
    'ky',
    'node-fetch',
    'superagent',
    'request',
    'ws',
    'socket.io-client',
    'nodemailer',
  ],
  ...['knex', 'mysql', 'mysql2', 'mariadb', 'pg', 'postgres', 'sqlite3', 'better-sqlite3', '@libsql/client'],
  ...[
    'mongodb',
    'mongoose',
    'redis',
    'ioredis',
    'tedious',
    'oracledb',
    'sequelize',
    'typeorm',
    'drizzle-orm',
  ],
  ...[
    'fs-extra',
    'graceful-fs',
    'chokidar',
    'execa',
    'cross-spawn',
    'zx',
    'ssh2',
    'basic-ftp',
    'piscina',
    'tinypool',
  ],
]);

/** Why a filter or widget may not import this module; null when it may. */
export function forbiddenModule(specifier: string): string | null {
  const name = packageName(specifier.replace(/^node:/, ''));
  if (isBuiltin(specifier))
    return pureBuiltins.has(name)
      ? null
      : 'filters and widgets use no network, file, process or database module';
  return reachingPackages.has(name) ? 'filters and widgets declare what they need and never fetch it' : null;
}

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
