import { randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { FastifyHttpOptions, FastifyServerOptions } from 'fastify';
import { proxyTrust } from './client-address.ts';
import { refuseConnection } from './refuse-connection.ts';

const mebibyte = 1024 * 1024;
const longestPart = 200;
const secretKeys = ['password', 'token', 'accessToken', 'secret', 'authorization', 'cookie'];

/**
 * Options for `fastify()`: proxy headers believed from the proxies named only, bodies of at most 1 MiB, ten seconds for
 * the headers and thirty for the whole of a request, two minutes for its answer, schemas without coercion, and the process's JSON log without secrets or query strings.
 */
export const serverOptions = (logLevel = 'info', trustedProxies: readonly string[] = []) =>
  ({
    trustProxy: proxyTrust(trustedProxies) as FastifyServerOptions['trustProxy'] & {},
    bodyLimit: mebibyte,
    connectionTimeout: 60_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    handlerTimeout: 120_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1000 },
    clientErrorHandler: refuseConnection,
    routerOptions: { maxParamLength: longestPart },
    rewriteUrl: (request) => readableUrl(request.url ?? '/'),
    genReqId: () => randomBytes(6).toString('hex'),
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: true } },
    logger: logOptions(logLevel),
  }) satisfies FastifyHttpOptions<Server>;

/**
 * An address that does not decode, names a server of its own or has an endless part becomes one that is not found, with
 * all its headers.
 */
function readableUrl(url: string): string {
  if (!url.startsWith('/')) return '/unreadable';
  const [path = ''] = url.split('?');
  try {
    if (path.split('/').every((part) => decodeURIComponent(part).length <= longestPart)) return url;
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
  }
  return url.startsWith('/api/') ? '/api/unreadable' : '/unreadable';
}

const logOptions = (level: string) => ({
  level,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label: string) => ({ level: label }) },
  redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[hidden]' },
  serializers: {
    req: (request: { method: string; url: string; ip?: string }) => ({
      method: request.method,
      path: request.url.split('?')[0],
      ip: request.ip,
    }),
  },
});
