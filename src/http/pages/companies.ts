import type { FastifyInstance, FastifyReply } from 'fastify';
import { AppError } from '#sdk';
import { listMemberships } from '../../identity/list-memberships.ts';
import type { Session } from '../../identity/session.ts';
import { refuseForgery } from '../csrf.ts';
import { type PageServices, pageData } from './page-data.ts';
import { type Exchange, signedIn } from './signed-in.ts';
import { startSession } from './start-session.ts';

export const companiesPath = '/companies';

/** GET /companies: a person's companies. POST: into another one, with a session of its own and the time left. */
export function companyRoutes(app: FastifyInstance, services: PageServices): void {
  app.get(
    companiesPath,
    signedIn(services, (session, exchange) => sendCompanies(services, session, exchange)),
  );

  app.post(
    companiesPath,
    signedIn(services, async (session, exchange) => {
      const { request, reply } = exchange;
      refuseForgery(request, { secret: session.csrfSecret, config: services.config });
      const { tenant } = (request.body ?? {}) as { readonly tenant?: unknown };
      const memberships = await listMemberships(services.databases, session.user.id);
      const member = memberships.find((candidate) => candidate.tenant === tenant);
      if (!member) throw new AppError('unknown_company', { status: 404 });
      await startSession(exchange, services, { member, expiresAt: session.expiresAt });
      return reply.redirect('/', 303);
    }),
  );
}

async function sendCompanies(
  services: PageServices,
  session: Session,
  { request, reply }: Exchange,
): Promise<FastifyReply> {
  const page = pageData(services, { request, reply, session });
  const companies = await listMemberships(services.databases, session.user.id);
  return reply
    .type('text/html; charset=utf-8')
    .send(services.views.render('companies', { ...page, companies }));
}
