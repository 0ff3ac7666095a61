import type { FastifyInstance, FastifyReply } from 'fastify';
import { languages } from '#sdk';
import { saveLanguage } from '../../identity/save-language.ts';
import { readCookie } from '../cookies.ts';
import { refuseForgery } from '../csrf.ts';
import { isHttps } from '../public-address.ts';
import { type PageServices, themes } from './page-data.ts';
import { safePath, sessionOf } from './page-session.ts';

type Preferences = { readonly language?: unknown; readonly theme?: unknown; readonly next?: unknown };

/** POST /preferences: the language (kept with the user, or in a cookie before signing in) and the theme (a cookie). */
export function preferenceRoutes(app: FastifyInstance, services: PageServices): void {
  const { config } = services;
  app.post<{ Body: Preferences | undefined }>('/preferences', async (request, reply) => {
    const session = await sessionOf(request, services);
    const secret = session?.csrfSecret ?? readCookie(request, config, 'form');
    refuseForgery(request, { secret, config });
    const language = languages.find((candidate) => candidate === request.body?.language);
    const theme = themes.find((candidate) => candidate === request.body?.theme);
    const keep = (name: string, value: string) => keepCookie(reply, { name, value, secure: isHttps(config) });
    if (language && session) await saveLanguage(services.databases, session.user.id, language);
    if (language) keep('camet_language', language);
    if (theme) keep('camet_theme', theme);
    if (request.headers['hx-request']) return reply.code(204).send();
    return reply.redirect(safePath(request.body?.next), 303);
  });
}

const yearSeconds = 31_536_000;

const keepCookie = (
  reply: FastifyReply,
  { name, value, secure }: { name: string; value: string; secure: boolean },
): FastifyReply =>
  reply.setCookie(name, value, { path: '/', sameSite: 'lax', httpOnly: true, secure, maxAge: yearSeconds });
