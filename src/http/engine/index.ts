import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import type { Services } from '../services.ts';
import { prepareCallers } from './authenticate.ts';
import { dashboardRoutes } from './dashboard-routes.ts';
import { openApi } from './open-api.ts';
import { rowsRoute } from './rows-route.ts';
import { sessionRoutes } from './session-routes.ts';
import { tokenRoutes } from './token-routes.ts';

/**
 * The data API, a Fastify plugin of its own under `/api/v1`: JSON only, signed in by token, without cookies or
 * sessions. Errors are answered by the server's one error handler.
 */
export const engine =
  (services: Services) =>
  async (app: FastifyInstance): Promise<void> => {
    await app.register(swagger, openApi);
    await app.register(
      async (api) => {
        prepareCallers(api);
        tokenRoutes(api, services);
        sessionRoutes(api, services);
        dashboardRoutes(api, services);
        rowsRoute(api, services);
        api.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
      },
      { prefix: '/api/v1' },
    );
  };
