import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#sdk';
import { listMemberships } from '../../identity/list-memberships.ts';
import { wordError } from '../../shared/word-error.ts';
import { clientAddress } from '../client-address.ts';
import { readCookie } from '../cookies.ts';
import { refuseForgery } from '../csrf.ts';
import { knownDevice, rememberDevice } from '../device-cookie.ts';
import { companiesPath } from './companies.ts';
import { chosenLanguage, type PageServices, pageData } from './page-data.ts';
import { leaveSession, safePath, sessionOf, usableSessionOf } from './page-session.ts';
import { startSession } from './start-session.ts';

type LoginForm = { readonly email?: unknown; readonly password?: unknown; readonly next?: unknown };
type Login = { readonly request: FastifyRequest; readonly reply: FastifyReply };

/** GET and POST /login, POST /logout. */
export function loginRoutes(app: FastifyInstance, services: PageServices): void {
  app.get<{ Querystring: { next?: unknown } }>('/login', async (request, reply) => {
    const next = safePath(request.query.next);
    if (await usableSessionOf(request, services)) return reply.redirect(next, 303);
    return sendLogin(services, { request, reply }, { next, email: '', error: null });
  });

  app.post<{ Body: LoginForm | undefined }>('/login', async (request, reply) => {
    const { config } = services;
    refuseForgery(request, { secret: readCookie(request, config, 'form'), config });
    const { email, password, next } = request.body ?? {};
    try {
      const userId = await openSession({ request, reply }, services, { email, password });
      return reply.redirect(await firstPage(services, userId, next), 303);
    } catch (error) {
      if (!(error instanceof AppError) || (error.status >= 500 && !error.retryAfterSeconds)) throw error;
      reply.code(error.status);
      if (error.retryAfterSeconds) reply.header('retry-after', error.retryAfterSeconds);
      const typed = typeof email === 'string' ? email : '';
      const message = wordError(error, services.words[chosenLanguage(request)]);
      return sendLogin(services, { request, reply }, { next: safePath(next), email: typed, error: message });
    }
  });

  app.post('/logout', async (request, reply) => {
    const session = await sessionOf(request, services);
    refuseForgery(request, { secret: session?.csrfSecret ?? null, config: services.config });
    await leaveSession(request, reply, services);
    return reply.header('clear-site-data', '"cache", "storage"').redirect('/login', 303);
  });
}

async function openSession(
  { request, reply }: Login,
  services: PageServices,
  credentials: { email: unknown; password: unknown },
): Promise<string> {
  const { config } = services;
  const device = knownDevice(request, config, credentials.email);
  const member = await services.signIn(credentials, { address: clientAddress(request), device });
  await startSession({ request, reply }, services, { member });
  rememberDevice(reply, config, { device, email: member.user.email, now: Date.now() });
  return member.user.id;
}

/** Where somebody who has just signed in goes: to the page asked for, else to choose among several companies. */
async function firstPage({ databases }: PageServices, userId: string, next: unknown): Promise<string> {
  const path = safePath(next);
  if (path !== '/') return path;
  return (await listMemberships(databases, userId)).length > 1 ? companiesPath : path;
}

type LoginState = { readonly next: string; readonly email: string; readonly error: string | null };

function sendLogin(services: PageServices, { request, reply }: Login, state: LoginState): FastifyReply {
  const page = pageData(services, { request, reply, session: null });
  return reply.type('text/html; charset=utf-8').send(services.views.render('login', { ...page, ...state }));
}
