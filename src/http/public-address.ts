import type { FastifyRequest } from 'fastify';
import type { Config } from '../shared/config.ts';

/** Whether people reach this server by https, as the configuration says. */
export const isHttps = (config: Config): boolean => config.publicUrl?.startsWith('https:') ?? false;

/** The address to print or put in a link, without a final slash: the public URL, else where the server listens. */
export function publicAddress(config: Config): string {
  if (config.publicUrl) return config.publicUrl;
  const host = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(config.host) ? 'localhost' : config.host;
  return `http://${host}:${config.port}`;
}

/** Whether an `Origin` header names this server: the host asked for, or the public one. */
export function isOwnOrigin(origin: string, request: FastifyRequest, config: Config): boolean {
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return host === request.host || (config.publicUrl !== null && host === new URL(config.publicUrl).host);
}
