import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#sdk';
import type { Config } from '../shared/config.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { isOwnOrigin } from './public-address.ts';

/** A token for the forms of one session, different each time and never the secret itself. */
export function makeCsrfToken(secret: string): string {
  const salt = randomBytes(16).toString('base64url');
  return `${salt}.${sign(secret, salt)}`;
}

const sign = (secret: string, salt: string): string =>
  createHmac('sha256', secret).update(`form ${salt}`).digest('base64url');

/**
 * Throws `forged_request` (403) unless the request comes from our own pages: by its Fetch-Metadata or Origin headers,
 * and by a token made with the secret, in the header `x-csrf-token` or the form field `_csrf`.
 */
export function refuseForgery(
  request: FastifyRequest,
  { secret, config }: { readonly secret: string | null; readonly config: Config },
): void {
  const genuine = secret !== null && isFromOwnPage(request, config) && isTokenOf(secret, sentToken(request));
  if (!genuine) throw new AppError('forged_request', { status: 403 });
}

function isFromOwnPage(request: FastifyRequest, config: Config): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  return request.headers.origin === undefined || isOwnOrigin(request.headers.origin, request, config);
}

function sentToken(request: FastifyRequest): unknown {
  const body = request.body as { readonly _csrf?: unknown } | null | undefined;
  return request.headers['x-csrf-token'] ?? body?._csrf;
}

function isTokenOf(secret: string, token: unknown): boolean {
  if (typeof token !== 'string' || token.length > 200) return false;
  const [salt = '', signature = ''] = token.split('.');
  const given = Buffer.from(signature);
  const expected = Buffer.from(sign(secret, salt));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The secret for forms shown to people who are not signed in, kept in a cookie of the browser's session. */
export function anonymousSecret(request: FastifyRequest, reply: FastifyReply, config: Config): string {
  const kept = readCookie(request, config, 'form');
  if (kept && /^[\w-]{43}$/.test(kept)) return kept;
  const made = randomBytes(32).toString('base64url');
  writeCookie(reply, config, { name: 'form', value: made });
  return made;
}
