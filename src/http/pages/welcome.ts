import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#sdk';
import { leastPasswordLength } from '../../identity/check-password.ts';
import type { Member } from '../../identity/member.ts';
import { type GivenLink, readLink, useLink } from '../../identity/one-time-link.ts';
import { setPassword } from '../../identity/set-password.ts';
import { wordError } from '../../shared/word-error.ts';
import { clearCookie, readCookie, writeCookie } from '../cookies.ts';
import { refuseForgery } from '../csrf.ts';
import { chosenLanguage, type PageServices, pageData } from './page-data.ts';
import { startSession } from './start-session.ts';

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

/**
 * A one-time link: `GET /welcome?token=…` only moves the token into a cookie, so that no address or referrer shows it
 * again, and leads to `GET /welcome`, which asks for a password. `POST /welcome` alone uses the link up, and signs in.
 */
export function welcomeRoutes(app: FastifyInstance, services: PageServices): void {
  const { config, databases } = services;

  app.get<{ Querystring: { token?: unknown } }>('/welcome', async (request, reply) => {
    const { token } = request.query;
    if (token === undefined) {
      return sendForm(
        services,
        { request, reply },
        { member: await readLink(databases, linkOf(request)), error: null },
      );
    }
    await readLink(databases, { purpose: 'password', token, now: Date.now() });
    writeCookie(reply, config, { name: 'link', value: String(token) });
    return reply.redirect('/welcome', 303);
  });

  app.post<{ Body: { password?: unknown } | undefined }>('/welcome', async (request, reply) => {
    refuseForgery(request, { secret: readCookie(request, config, 'form'), config });
    const link = linkOf(request);
    const member = await readLink(databases, link);
    try {
      await choosePassword(services, { member, link, password: request.body?.password });
    } catch (error) {
      if (!(error instanceof AppError) || error.field !== 'password') throw error;
      reply.code(error.status);
      return sendForm(
        services,
        { request, reply },
        { member, error: wordError(error, services.words[chosenLanguage(request)]) },
      );
    }
    clearCookie(reply, config, 'link');
    await startSession({ request, reply }, services, { member });
    return reply.redirect('/', 303);
  });

  const linkOf = (request: FastifyRequest): GivenLink => ({
    purpose: 'password',
    token: readCookie(request, config, 'link'),
    now: Date.now(),
  });
}

type Choice = { readonly member: Member; readonly link: GivenLink; readonly password: unknown };

const choosePassword = ({ databases }: PageServices, { member, link, password }: Choice): Promise<void> =>
  setPassword(databases, {
    email: member.user.email,
    password: typeof password === 'string' ? password : '',
    claim: (trx) => useLink(trx, link),
  });

type Form = { readonly member: Member; readonly error: string | null };

function sendForm(
  services: PageServices,
  { request, reply }: Exchange,
  { member, error }: Form,
): FastifyReply {
  const page = pageData(services, { request, reply, session: null });
  const least = leastPasswordLength(false);
  const html = services.views.render('welcome', { ...page, member, error, least });
  return reply.type('text/html; charset=utf-8').send(html);
}
