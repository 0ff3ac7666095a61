import type { FastifyRequest } from 'fastify';
import type { Config } from '../shared/config.ts';

/** Whether people reach this server by https, as the configuration says. */
export const isHttps = (config: Config): boolean => config.publicUrl?.startsWith('https:') ?? false;

/** Whether an `Origin` header names this server: the host asked for, or the public one. */
export function isOwnOrigin(origin: string, request: FastifyRequest, config: Config): boolean {
  if (!URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return (
    host === request.headers.host || (config.publicUrl !== null && host === new URL(config.publicUrl).host)
  );
}
