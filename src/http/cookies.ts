import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../shared/config.ts';
import { isHttps } from './public-address.ts';

/**
 * `session` holds the session's token; `form` the secret that binds forms of people who are not signed in; `device`
 * shows that somebody has signed in here before; `link` holds a one-time link's token until it is used.
 */
export type CookieName = 'session' | 'form' | 'device' | 'link';

export const useCookies = async (app: FastifyInstance): Promise<void> => {
  await app.register(cookie);
};

/** `__Host-` names where the public URL is https: such a cookie cannot be set from elsewhere. */
const fullName = (config: Config, name: CookieName): string =>
  `${isHttps(config) ? '__Host-' : ''}camet_${name}`;

const attributes = (config: Config) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(config) }) as const;

export const readCookie = (request: FastifyRequest, config: Config, name: CookieName): string | null =>
  request.cookies[fullName(config, name)] ?? null;

/** Kept until `expiresAt` (epoch milliseconds); without it, until the browser closes. */
export function writeCookie(
  reply: FastifyReply,
  config: Config,
  { name, value, expiresAt }: { name: CookieName; value: string; expiresAt?: number },
): void {
  const expires = expiresAt === undefined ? {} : { expires: new Date(expiresAt) };
  reply.setCookie(fullName(config, name), value, { ...attributes(config), ...expires });
}

export function clearCookie(reply: FastifyReply, config: Config, name: CookieName): void {
  reply.clearCookie(fullName(config, name), attributes(config));
}
