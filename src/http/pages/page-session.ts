import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#sdk';
import { endSession } from '../../identity/end-session.ts';
import { readSession } from '../../identity/read-session.ts';
import type { Session } from '../../identity/session.ts';
import { clearCookie, readCookie } from '../cookies.ts';
import type { Services } from '../services.ts';

export type SessionServices = Pick<Services, 'config' | 'databases'>;

/** The signed-in session of this request, or null. Throws `tenant_suspended` (403). */
export const sessionOf = (
  request: FastifyRequest,
  { config, databases }: SessionServices,
): Promise<Session | null> =>
  readSession(databases, readCookie(request, config, 'session'), {
    now: Date.now(),
    idleMs: config.session.idleMs,
  });

/** The same, counting a session of a suspended tenant as none. */
export async function usableSessionOf(
  request: FastifyRequest,
  services: SessionServices,
): Promise<Session | null> {
  try {
    return await sessionOf(request, services);
  } catch (error) {
    if (error instanceof AppError && error.code === 'tenant_suspended') return null;
    throw error;
  }
}

/** Ends the request's session, if it has one, and forgets its cookie. */
export async function leaveSession(
  request: FastifyRequest,
  reply: FastifyReply,
  { config, databases }: SessionServices,
): Promise<void> {
  await endSession(databases, readCookie(request, config, 'session'));
  clearCookie(reply, config, 'session');
}

/**
 * Sends a person without a session to the sign-in page, which leads back to the page asked for. An htmx request is
 * told so in a header, since its answer would land inside the page.
 */
export function askToSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const address = request.headers['hx-request'] ? currentPath(request) : request.url;
  const target = address === '/' ? '/login' : `/login?next=${encodeURIComponent(address)}`;
  if (request.headers['hx-request']) return reply.code(401).header('hx-redirect', target).send();
  return reply.redirect(target, 303);
}

function currentPath(request: FastifyRequest): string {
  const current = request.headers['hx-current-url'];
  if (typeof current !== 'string' || !URL.canParse(current)) return '/';
  const { pathname, search } = new URL(current);
  return pathname + search;
}

/** A path of ours to go to after signing in; anything else leads to the first page. */
export const safePath = (path: unknown): string =>
  typeof path === 'string' && /^\/(?![/\\])[^\\\s]*$/.test(path) ? path : '/';
