import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#sdk';
import type { Session } from '../../identity/session.ts';
import { refuseForgery } from '../csrf.ts';
import { findOptions } from './find-options.ts';
import { formToValues } from './form-to-values.ts';
import { type PageServices, pageData } from './page-data.ts';
import { type Asked, applyData, applyRequest, runPage } from './run-apply.ts';
import { sendCard } from './send-card.ts';
import { type Exchange, signedIn } from './signed-in.ts';
import { valuesToQuery } from './values-to-query.ts';

type DashboardRoute = { Params: { slug: string } };
type CardRoute = { Params: { slug: string; key: string }; Querystring: { _page?: unknown } };

/** Node refuses a request whose address and headers pass 16 KiB. */
const longestQuery = 12_000;

/** The dashboard, its Apply and its single cards; all need a session. */
export function dashboardRoutes(app: FastifyInstance, services: PageServices): void {
  app.get(
    '/',
    signedIn(services, async (session, { reply }) => {
      const { dashboards } = await services.snapshot(session.tenant);
      const [first] = dashboards;
      if (!first) throw new AppError('no_dashboard', { status: 404 });
      return reply.redirect(`/d/${first.slug}`, 303);
    }),
  );

  app.get<DashboardRoute>(
    '/d/:slug',
    signedIn(services, (session, exchange) =>
      sendDashboard(services, askedFor(session, exchange, exchange.request.query)),
    ),
  );

  app.post<DashboardRoute>(
    '/d/:slug/apply',
    signedIn(services, (session, exchange) => {
      const { request, reply } = exchange;
      refuseForgery(request, { secret: session.csrfSecret, config: services.config });
      const asked = askedFor(session, exchange, request.body);
      if (isPart(request)) return sendParts(services, asked);
      const query = valuesToQuery(asked.form);
      if (query.length > longestQuery) return sendDashboard(services, asked);
      return reply.redirect(`/d/${asked.slug}?${query}`, 303);
    }),
  );

  app.get<CardRoute>(
    '/d/:slug/cards/:key',
    signedIn(services, (session, exchange) =>
      sendCard(services, askedFor(session, exchange, exchange.request.query)),
    ),
  );

  app.get(
    '/d/:slug/filters/:id/options',
    signedIn(services, (session, exchange) => sendOptions(services, askedFor(session, exchange, {}))),
  );
}

const isPart = (request: FastifyRequest): boolean => request.headers['hx-request'] === 'true';

function askedFor(session: Session, { request, reply }: Exchange, form: unknown): Asked {
  const { slug } = request.params as { slug: string };
  return { request, reply, session, slug, form: formToValues(form) };
}

async function sendDashboard(services: PageServices, asked: Asked): Promise<FastifyReply> {
  const answered = await runPage(services, asked);
  if (answered.result.refused) asked.reply.code(422);
  return sendHtml(asked, services.views.render('dashboard', await applyData(services, asked, answered)));
}

/** What changes on the page after an Apply. A refused input changes nothing but its own section. */
async function sendParts(services: PageServices, asked: Asked): Promise<FastifyReply> {
  const answered = await runPage(services, asked);
  const data = await applyData(services, asked, answered);
  if (answered.result.refused) {
    asked.reply.code(422);
    return sendHtml(asked, services.views.render('parts/refused', data));
  }
  asked.reply.header('hx-push-url', data.address);
  return sendHtml(asked, services.views.render('parts/applied', data));
}

/** Options that the panel does not hold, since there are too many. */
async function sendOptions(services: PageServices, asked: Asked): Promise<FastifyReply> {
  const { id } = asked.request.params as { id: string };
  const { _q } = asked.request.query as { _q?: unknown };
  const filters = await services.readFilters(applyRequest(services, asked));
  const filter = filters.find((candidate) => candidate.id === id);
  if (!filter) throw new AppError('not_found', { status: 404 });
  const options = findOptions(filter.control, typeof _q === 'string' ? _q : '');
  const page = pageData(services, asked);
  return sendHtml(asked, services.views.render('parts/options', { ...page, filter, options }));
}

const sendHtml = ({ reply }: Asked, html: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').send(html);
