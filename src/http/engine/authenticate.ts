import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { AppError, type Language } from '#sdk';
import { readAccessToken } from '../../identity/access-token.ts';
import { findMember } from '../../identity/find-member.ts';
import { findMachine, isMachineToken } from '../../identity/machine-token.ts';
import type { Member } from '../../identity/member.ts';
import type { Scope } from '../../identity/scopes.ts';
import { logAs } from '../log-as.ts';
import { requestLanguage } from '../request-language.ts';
import { requester } from '../requester.ts';
import { requireRole, requireScope } from '../roles.ts';
import type { Services } from '../services.ts';

/** Who asks: a person by a program's session, or a machine with its scopes. */
export type Caller = { readonly member: Member } & (
  | { readonly sessionId: string; readonly scopes: null }
  | { readonly sessionId: null; readonly scopes: readonly Scope[] }
);

const key = 'caller';

/** Makes room for the caller on every request of these routes. */
export const prepareCallers = (api: FastifyInstance): void => {
  api.decorateRequest(key, null);
};

/**
 * Lets in the holder of a token, with the rights that the control database says now; before a body is read. Throws
 * `token_required` (401), `role_required` and `scope_required` (403), as the table of roles says.
 */
export const authenticate =
  (services: Services): onRequestAsyncHookHandler =>
  async (request, reply) => {
    const caller = await callerOf(request, services);
    if (!caller) throw new AppError('token_required', { status: 401 });
    logAs(request, reply, caller.member);
    if (caller.scopes) requireScope(request, caller.scopes);
    else requireRole(request, caller.member.user.role);
    request.setDecorator(key, caller);
    await services.takeRequest('api', requester(caller.member));
  };

async function callerOf(request: FastifyRequest, { config, databases }: Services): Promise<Caller | null> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token) return null;
  const now = Date.now();
  if (isMachineToken(token)) {
    const machine = await findMachine(databases, token, now);
    return machine && { ...machine, sessionId: null };
  }
  const holder = await readAccessToken(config.secret, token, now);
  if (!holder) return null;
  const { sessionId, ...who } = holder;
  const member = await findMember(databases, { ...who, session: { id: sessionId, now } });
  return member && { member, sessionId, scopes: null };
}

/** Whose request this is; only on routes behind `authenticate`. */
export const currentCaller = (request: FastifyRequest): Caller => request.getDecorator<Caller>(key);
export const currentMember = (request: FastifyRequest): Member => currentCaller(request).member;

/** The language asked for, else the person's. */
export const languageFor = (request: FastifyRequest): Language =>
  requestLanguage(request) ?? currentMember(request).language;
