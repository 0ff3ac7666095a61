import type { FastifyInstance } from 'fastify';
import { languages } from '#sdk';
import { saveLanguage } from '../../identity/save-language.ts';
import { readCookie } from '../cookies.ts';
import { refuseForgery } from '../csrf.ts';
import { keepChoice } from './keep-choice.ts';
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
    if (language && session) await saveLanguage(services.databases, session.user.id, language);
    if (language) keepChoice(reply, config, { name: 'camet_language', value: language });
    if (theme) keepChoice(reply, config, { name: 'camet_theme', value: theme });
    if (request.headers['hx-request']) return reply.code(204).send();
    return reply.redirect(safePath(request.body?.next), 303);
  });
}
