import type { FastifyInstance } from 'fastify';
import { refuseForgery } from '../csrf.ts';
import { requireRole } from '../roles.ts';
import type { PageServices } from './page-data.ts';
import { askToSignIn, safePath, sessionOf } from './page-session.ts';

type SwitchRoute = { Params: { name: string }; Body: { readonly next?: unknown } | undefined };

/** POST /plugins/:name/enable: an admin lets a class that was switched off run again, and is back where they were. */
export function pluginSwitchRoutes(app: FastifyInstance, services: PageServices): void {
  app.post<SwitchRoute>('/plugins/:name/enable', async (request, reply) => {
    const session = await sessionOf(request, services);
    if (!session) return askToSignIn(request, reply);
    refuseForgery(request, { secret: session.csrfSecret, config: services.config });
    const { tenant, user } = session;
    requireRole(request, user.role);
    await services.switchPluginOn(tenant, request.params.name, user.email);
    return reply.redirect(safePath(request.body?.next), 303);
  });
}
