import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../../identity/session.ts';
import { logAs } from '../log-as.ts';
import { requireRole } from '../roles.ts';
import type { PageServices } from './page-data.ts';
import { askToSignIn, sessionOf } from './page-session.ts';

export type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

type Handler = (session: Session, exchange: Exchange) => Promise<FastifyReply> | FastifyReply;

/** A route for people with a session and the route's role; others are led to sign in. */
export const signedIn =
  (services: PageServices, handle: Handler) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const session = await sessionOf(request, services);
    if (!session) return askToSignIn(request, reply);
    logAs(request, reply, session);
    requireRole(request, session.user.role);
    return handle(session, { request, reply });
  };
