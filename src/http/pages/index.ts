import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Language } from '#sdk';
import type { RenderErrorPage } from '../error-handler.ts';
import type { Services } from '../services.ts';
import { accountRoutes } from './account.ts';
import { loadAssets, serveAssets } from './assets.ts';
import { companyRoutes } from './companies.ts';
import { dashboardRoutes } from './dashboard.ts';
import { errorPage } from './error-page.ts';
import { holdCards } from './held-cards.ts';
import { loginRoutes } from './login.ts';
import { chosenLanguage, type PageServices } from './page-data.ts';
import { usableSessionOf } from './page-session.ts';
import { type Patience, usualPatience } from './patience.ts';
import { preferenceRoutes } from './preferences.ts';
import { pluginSwitchRoutes } from './switch-plugin-on.ts';
import { makeViews } from './views.ts';
import { welcomeRoutes } from './welcome.ts';

export type Pages = {
  /** A Fastify plugin with every page. Needs `useCookies` and `useSecurityHeaders` on the same server. */
  readonly plugin: (app: FastifyInstance) => Promise<void>;
  /** The language of a request's page before its session is read; for `useErrorHandler`. */
  readonly languageOf: (request: FastifyRequest) => Language;
  /** Draws the error pages; for `useErrorHandler`. */
  readonly renderErrorPage: RenderErrorPage;
};

/** The pages of the product: reads every template, icon and asset once. Throws when one cannot be read. */
export function pages(services: Services, patience: Patience = usualPatience): Pages {
  const shared: PageServices = {
    ...services,
    ...{ patience, held: holdCards(patience), views: makeViews(services.registry), assets: loadAssets() },
  };
  return {
    plugin: async (app) => {
      app.removeContentTypeParser('application/json');
      await app.register(formbody);
      app.addHook('preClose', async () => shared.held.leaveAll());
      serveAssets(app, shared.assets);
      loginRoutes(app, shared);
      welcomeRoutes(app, shared);
      companyRoutes(app, shared);
      preferenceRoutes(app, shared);
      accountRoutes(app, shared);
      dashboardRoutes(app, shared);
      pluginSwitchRoutes(app, shared);
    },
    languageOf: chosenLanguage,
    renderErrorPage: async (failure, request, reply) => {
      const session = failure.status < 500 ? await usableSessionOf(request, shared) : null;
      return errorPage(shared, failure, { request, reply, session });
    },
  };
}
