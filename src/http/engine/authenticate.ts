import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { AppError, type Language } from '#sdk';
import { readAccessToken } from '../../identity/access-token.ts';
import { findMember } from '../../identity/find-member.ts';
import type { Member } from '../../identity/member.ts';
import { logAs } from '../log-as.ts';
import { requestLanguage } from '../request-language.ts';
import { requester } from '../requester.ts';
import { requireRole } from '../roles.ts';
import type { Services } from '../services.ts';

const key = 'member';

/** Makes room for the member on every request of these routes. */
export const prepareMembers = (api: FastifyInstance): void => {
  api.decorateRequest(key, null);
};

/**
 * Lets in the holder of a token, with the role that the control database says now; before a body is read. Throws
 * `token_required` (401), and `role_required` (403) below the route's role.
 */
export const authenticate =
  (services: Services): onRequestAsyncHookHandler =>
  async (request, reply) => {
    const member = await memberOf(request, services);
    if (!member) throw new AppError('token_required', { status: 401 });
    logAs(request, reply, member);
    requireRole(request, member.user.role);
    request.setDecorator(key, member);
    await services.takeRequest('api', requester(member));
  };

async function memberOf(request: FastifyRequest, { config, databases }: Services): Promise<Member | null> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token) return null;
  const holder = await readAccessToken(config.secret, token, Date.now());
  return holder && findMember(databases, holder);
}

/** Whose request this is; only on routes behind `authenticate`. */
export const currentMember = (request: FastifyRequest): Member => request.getDecorator<Member>(key);

/** The language asked for, else the person's. */
export const languageFor = (request: FastifyRequest): Language =>
  requestLanguage(request) ?? currentMember(request).language;
