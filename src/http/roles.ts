import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError, hasRole, type Role } from '#sdk';
import type { Scope } from '../identity/scopes.ts';

/** `anyone` needs no session or token; `machine` is asked by this host's own tools. Roles include those below. */
export type Access = 'anyone' | 'machine' | Role;

export type RouteRule = {
  readonly least: Access;
  /** What may be sent in the body, beside the form's own token; `open` where filters or a browser name the fields. */
  readonly fields: readonly string[] | 'open';
  /** With which scope a machine's token may call it; without one none may. */
  readonly scope?: Scope;
};

const may = (least: Access, ...fields: readonly string[]): RouteRule => ({ least, fields });

/** Role × route × field: who may call what, and what they may send. A route without a line here stops the start. */
export const routeRules: Readonly<Record<string, RouteRule>> = {
  'GET /login': may('anyone'),
  'POST /login': may('anyone', 'email', 'password', 'next'),
  'POST /logout': may('anyone'),
  'GET /welcome': may('anyone'),
  'POST /welcome': may('anyone', 'password'),
  'POST /preferences': may('anyone', 'language', 'theme', 'next'),
  'GET /assets/:version/*': may('anyone'),
  'POST /csp-report': { least: 'anyone', fields: 'open' },
  'GET /healthz': may('machine'),
  'GET /readyz': may('machine'),
  'GET /metrics': may('machine'),

  'GET /': may('viewer'),
  'GET /d/:slug': may('viewer'),
  'POST /d/:slug/apply': { least: 'viewer', fields: 'open' },
  'GET /d/:slug/cards/:key': may('viewer'),
  'GET /d/:slug/filters/:id/options': may('viewer'),
  'GET /companies': may('viewer'),
  'POST /companies': may('viewer', 'tenant'),
  'GET /account/sessions': may('viewer'),
  'POST /account/sessions/end': may('viewer', 'id'),
  'POST /account/sessions/end-others': may('viewer'),
  'POST /plugins/:name/enable': may('admin', 'next'),

  'GET /api/v1/openapi.json': may('anyone'),
  'POST /api/v1/auth/token': may('anyone', 'tenant', 'email', 'password'),
  'POST /api/v1/auth/refresh': may('anyone', 'refreshToken'),
  'POST /api/v1/auth/logout': may('viewer'),
  'GET /api/v1/sessions': may('viewer'),
  'DELETE /api/v1/sessions/:id': may('viewer'),
  'GET /api/v1/dashboards': { ...may('viewer'), scope: 'dashboards:read' },
  'GET /api/v1/dashboards/:slug': { ...may('viewer'), scope: 'dashboards:read' },
  'POST /api/v1/dashboards/:slug/run': { ...may('viewer', 'filters', 'pages'), scope: 'dashboards:read' },
  'POST /api/v1/dashboards/:slug/plan': { ...may('viewer', 'filters', 'pages'), scope: 'dashboards:read' },
  'POST /api/v1/datasets/:key/rows': { ...may('manager', 'rows'), scope: 'rows:write' },
};

/** The line of a route as Fastify knows it. Throws a plain error when it has none. */
export function ruleOf(method: string, url: string): RouteRule {
  const name = `${method === 'HEAD' ? 'GET' : method} ${url.replace(/^\/assets\/[^/]+\//, '/assets/:version/')}`;
  const rule = routeRules[name];
  if (!rule) throw new Error(`${name} has no line in the table of roles`);
  return rule;
}

/** Refuses a person whose role is below the route's. Throws `role_required` (403). */
export function requireRole({ method, routeOptions }: FastifyRequest, role: Role): void {
  const { least } = ruleOf(method, routeOptions.url ?? '');
  if (least === 'anyone' || least === 'machine' || hasRole(role, [least])) return;
  throw new AppError('role_required', { status: 403 });
}

/** Refuses a machine whose token has not the route's scope. Throws `scope_required` (403). */
export function requireScope({ method, routeOptions }: FastifyRequest, scopes: readonly Scope[]): void {
  const { scope } = ruleOf(method, routeOptions.url ?? '');
  if (scope === undefined || !scopes.includes(scope)) {
    throw new AppError('scope_required', { status: 403, params: { scope: scope ?? '–' } });
  }
}

/**
 * Makes the table count: before any route is added, so that one without a line stops the start; and before any body is
 * looked at, so that a field that is not in it is refused by name (`unknown_field`, 422).
 */
export function useRoles(app: FastifyInstance): void {
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) ruleOf(one, url);
  });
  app.addHook('preValidation', async ({ method, routeOptions, body }) => {
    if (routeOptions.url === undefined || typeof body !== 'object' || body === null) return;
    const { fields } = ruleOf(method, routeOptions.url);
    if (fields === 'open') return;
    const field = Object.keys(body).find((name) => name !== '_csrf' && !fields.includes(name));
    if (field === undefined) return;
    throw new AppError('unknown_field', { status: 422, field, params: { field } });
  });
}
