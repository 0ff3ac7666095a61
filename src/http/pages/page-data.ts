import type { FastifyReply, FastifyRequest } from 'fastify';
import { dateLocaleOf, type Language, languages, pageHelpers } from '#sdk';
import type { Session } from '../../identity/session.ts';
import { anonymousSecret, makeCsrfToken } from '../csrf.ts';
import { requestLanguage } from '../request-language.ts';
import type { Services } from '../services.ts';
import type { Assets } from './assets.ts';
import type { HeldCards } from './held-cards.ts';
import type { Patience } from './patience.ts';
import type { Answered } from './run-apply.ts';
import type { Views } from './views.ts';

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** What the routes of the pages share. */
export type PageServices = Services & {
  readonly views: Views;
  readonly assets: Assets;
  readonly patience: Patience;
  /** Cards that were not ready for their pages. */
  readonly held: HeldCards<Answered>;
};

export type PageRequest = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session | null;
};

/** What every page's template is given, beside its own data. Without a zone, times are not drawn. */
export function pageData(
  services: Pick<PageServices, 'config' | 'words' | 'assets'>,
  { request, reply, session }: PageRequest,
  zone = 'UTC',
) {
  const language = session?.language ?? chosenLanguage(request);
  const numberLocale = session?.numberLocale ?? (language === 'es' ? 'es-ES' : 'en-US');
  const dateLocale = dateLocaleOf(language, numberLocale);
  const secret = session?.csrfSecret ?? anonymousSecret(request, reply, services.config);
  return {
    ...pageHelpers({ words: services.words[language], numberLocale, dateLocale, zone }),
    language,
    languages,
    numberLocale,
    theme: chosenTheme(request),
    nonce: reply.cspNonce.script,
    assets: services.assets.base,
    icon: services.assets.icon,
    csrf: makeCsrfToken(secret),
    session,
    path: request.method === 'GET' ? request.url : '/',
  };
}

export type PageData = ReturnType<typeof pageData>;

/** The language of people who are not signed in: what they chose here, else what their browser asks for. */
export function chosenLanguage(request: FastifyRequest): Language {
  const chosen = request.cookies?.camet_language;
  return languages.find((language) => language === chosen) ?? requestLanguage(request) ?? 'es';
}

/** Null follows the system. */
const chosenTheme = (request: FastifyRequest): Theme | null =>
  themes.find((theme) => theme === request.cookies?.camet_theme) ?? null;
