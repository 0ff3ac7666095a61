import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#sdk';
import { endOtherSessions, endOwnSession } from '../../identity/end-session.ts';
import { listSessions } from '../../identity/list-sessions.ts';
import type { Session } from '../../identity/session.ts';
import { refuseForgery } from '../csrf.ts';
import { agentName } from './agent-name.ts';
import { type PageServices, pageData } from './page-data.ts';
import { askToSignIn, sessionOf } from './page-session.ts';

const address = '/account/sessions';

/** GET /account/sessions: where a person is signed in. POST …/end ends one of them, POST …/end-others all but this. */
export function accountRoutes(app: FastifyInstance, services: PageServices): void {
  app.get(address, async (request, reply) => {
    const session = await sessionOf(request, services);
    return session ? sendSessions(services, session, { request, reply }) : askToSignIn(request, reply);
  });

  app.post<{ Body: { readonly id?: unknown } | undefined }>(`${address}/end`, async (request, reply) => {
    const { user } = await ownSession(services, request);
    const id = request.body?.id;
    const ended = typeof id === 'string' && (await endOwnSession(services.databases, user.id, id));
    if (!ended) throw new AppError('unknown_session', { status: 404 });
    return reply.redirect(address, 303);
  });

  app.post(`${address}/end-others`, async (request, reply) => {
    const { id, user } = await ownSession(services, request);
    await endOtherSessions(services.databases, user.id, id);
    return reply.redirect(address, 303);
  });
}

/** The session that a form was sent from. Throws `forged_request` (403), without a session too. */
async function ownSession(services: PageServices, request: FastifyRequest): Promise<Session> {
  const session = await sessionOf(request, services);
  refuseForgery(request, { secret: session?.csrfSecret ?? null, config: services.config });
  return session!;
}

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

async function sendSessions(
  services: PageServices,
  session: Session,
  exchange: Exchange,
): Promise<FastifyReply> {
  const { databases, config } = services;
  const { metadata } = await services.snapshot(session.tenant);
  const page = pageData(services, { ...exchange, session }, metadata.calendar.zone);
  const limits = { now: Date.now(), idleMs: config.session.idleMs };
  const sessions = (await listSessions(databases, session.user.id, limits)).map((listed) => ({
    ...listed,
    own: listed.id === session.id,
    agent: agentName(listed.agent) ?? page.t('account.unknownAgent'),
    details: page.t('account.details', {
      tenant: listed.tenantName,
      address: listed.address ?? '–',
      since: page.time(listed.createdAt, 'dateTime'),
      used: page.time(listed.lastSeenAt, 'dateTime'),
    }),
  }));
  const html = services.views.render('sessions', { ...page, sessions });
  return exchange.reply.type('text/html; charset=utf-8').send(html);
}
