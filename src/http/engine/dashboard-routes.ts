import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, hasRole, labelIn } from '#sdk';
import type { Dashboard } from '../../catalog/types.ts';
import type { ApplyRequest } from '../../pipeline/types.ts';
import { goneSignal } from '../gone-signal.ts';
import { requester } from '../requester.ts';
import type { Services } from '../services.ts';
import { authenticate, currentMember, languageFor } from './authenticate.ts';
import { describeSchema, listSchema, planSchema, runSchema } from './dashboard-schemas.ts';
import { shapeRefusal } from './shape-refusal.ts';
import { shapeRun } from './shape-run.ts';

type Slug = { readonly Params: { readonly slug: string } };
type Run = Slug & {
  readonly Body: { readonly filters?: Record<string, unknown>; readonly pages?: Record<string, number> };
};

/** `GET /dashboards`, `GET /dashboards/:slug`, `POST /dashboards/:slug/run` and `POST /dashboards/:slug/plan`. */
export function dashboardRoutes(api: FastifyInstance, services: Services): void {
  const onRequest = authenticate(services);

  api.get('/dashboards', { schema: listSchema, onRequest }, async (request) => {
    const { dashboards } = await services.snapshot(currentMember(request).tenant);
    const language = languageFor(request);
    return { dashboards: dashboards.map(({ slug, title }) => ({ slug, title: labelIn(title, language) })) };
  });

  api.get<Slug>('/dashboards/:slug', { schema: describeSchema, onRequest }, async (request, reply) => {
    const dashboard = await findDashboard(services, request);
    const outcomes = await services.readFilters(applyRequest(services, { request, reply }, {}));
    return {
      dashboard: { slug: dashboard.slug, title: labelIn(dashboard.title, languageFor(request)) },
      filters: outcomes.map(({ id, className, label, control }) => ({
        id,
        class: className,
        label,
        control,
      })),
      widgets: describeWidgets(dashboard, request),
    };
  });

  api.post<Run>('/dashboards/:slug/run', { schema: runSchema, onRequest }, async (request, reply) => {
    await services.takeRequest('apply', requester(currentMember(request)));
    await checkPages(services, request);
    const result = await services.applyFilters(applyRequest(services, { request, reply }, request.body));
    return result.refused ? reply.code(422).send(shapeRefusal(result)) : shapeRun(result);
  });

  api.post<Run>('/dashboards/:slug/plan', { schema: planSchema, onRequest }, async (request, reply) => {
    await services.takeRequest('apply', requester(currentMember(request)));
    const plan = await services.planDashboard(applyRequest(services, { request, reply }, request.body));
    if (plan.refused) return reply.code(422).send(shapeRefusal(plan));
    const { dashboard, chunks, rows, bytes, maxRows, estimatedMs, overBudget } = plan;
    return { dashboard, chunks, rows, bytes, maxRows, estimatedMs, overBudget };
  });
}

async function findDashboard(services: Services, request: FastifyRequest<Slug>): Promise<Dashboard> {
  const { dashboards } = await services.snapshot(currentMember(request).tenant);
  const { slug } = request.params;
  const dashboard = dashboards.find((candidate) => candidate.slug === slug);
  if (!dashboard) throw new AppError('unknown_dashboard', { status: 404, params: { dashboard: slug } });
  return dashboard;
}

/** Throws `unknown_field` (422) for the page of a card that the dashboard does not have, for this person. */
async function checkPages(services: Services, request: FastifyRequest<Run>): Promise<void> {
  const asked = Object.keys(request.body.pages ?? {});
  if (asked.length === 0) return;
  const known = describeWidgets(await findDashboard(services, request), request).map(({ id }) => id);
  const unknown = asked.find((key) => !known.includes(key));
  if (unknown !== undefined) throw unknownField(`pages.${unknown}`);
}

const unknownField = (field: string): AppError =>
  new AppError('unknown_field', { status: 422, field, params: { field } });

/** A widget that the person's role may not see is absent. */
function describeWidgets({ placements }: Dashboard, request: FastifyRequest) {
  const { user } = currentMember(request);
  const language = languageFor(request);
  return placements
    .filter(({ kind, roles }) => kind === 'widget' && hasRole(user.role, roles))
    .map(({ key, className, title, grid }) => ({
      id: key,
      class: className,
      title: labelIn(title, language),
      grid,
    }));
}

type Exchange = { readonly request: FastifyRequest<Slug>; readonly reply: FastifyReply };

function applyRequest(
  services: Services,
  { request, reply }: Exchange,
  { filters = {}, pages = {} }: Run['Body'],
): ApplyRequest {
  const { tenant, user } = currentMember(request);
  const language = languageFor(request);
  return {
    tenant,
    user,
    language,
    dashboard: request.params.slug,
    form: filters,
    pages,
    words: services.words[language],
    now: Date.now(),
    signal: goneSignal(reply),
  };
}
