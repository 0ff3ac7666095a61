import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { TenantSlug } from '#sdk';
import { issueAccessToken, tokenSeconds } from '../../identity/access-token.ts';
import { type ApiSession, openApiSession, renewApiSession } from '../../identity/api-session.ts';
import { endOwnSession } from '../../identity/end-session.ts';
import type { Member } from '../../identity/member.ts';
import { clientAddress, sessionClient } from '../client-address.ts';
import type { Services } from '../services.ts';
import { authenticate, currentCaller } from './authenticate.ts';
import { security } from './open-api.ts';
import { errorAnswer, map, text } from './schemas.ts';

const tokens = map({
  accessToken: text(),
  tokenType: { const: 'Bearer' },
  expiresIn: { type: 'integer' },
  refreshToken: text(),
});

const signInSchema = {
  summary: 'Exchange email and password for a token of 15 minutes and another to renew it',
  body: map({ tenant: text(32), email: text(254), password: text(254) }),
  response: { 200: tokens, default: errorAnswer },
};

const refreshSchema = {
  summary: 'Exchange a refresh token, once, for new tokens; using one twice ends the session',
  body: map({ refreshToken: text(200) }),
  response: { 200: tokens, default: errorAnswer },
};

const endSchema = { summary: 'End the session of this token', security, response: { default: errorAnswer } };

type SignIn = { readonly tenant: TenantSlug; readonly email: string; readonly password: string };
type Refresh = { readonly refreshToken: string };

/** `POST /auth/token`, `POST /auth/refresh`, `POST /auth/logout`. */
export function tokenRoutes(api: FastifyInstance, services: Services): void {
  const { databases } = services;

  api.post<{ Body: SignIn }>('/auth/token', { schema: signInSchema }, async (request) => {
    const source = { address: clientAddress(request), device: null };
    const member = await services.signIn(request.body, source);
    await services.snapshot(member.tenant);
    return answer(services, member, await openSession(services, member, request));
  });

  api.post<{ Body: Refresh }>('/auth/refresh', { schema: refreshSchema }, async (request) => {
    await services.takeRequest('api', `address ${clientAddress(request)}`);
    const { member, ...session } = await renewApiSession(databases, request.body.refreshToken, Date.now());
    return answer(services, member, session);
  });

  const onRequest = authenticate(services);
  api.post('/auth/logout', { schema: endSchema, onRequest }, async (request, reply) => {
    const { member, sessionId } = currentCaller(request);
    if (sessionId !== null) await endOwnSession(databases, member.user.id, sessionId);
    return reply.code(204).send();
  });
}

const openSession = (
  { databases }: Services,
  { user, tenant }: Member,
  request: FastifyRequest,
): Promise<ApiSession> =>
  openApiSession(databases, {
    ...{ userId: user.id, tenant, now: Date.now() },
    client: sessionClient(request),
  });

async function answer(
  { config }: Services,
  { user, tenant }: Member,
  { id: sessionId, refreshToken }: ApiSession,
) {
  const holder = { userId: user.id, tenant, sessionId };
  const accessToken = await issueAccessToken(config.secret, holder, Date.now());
  return { accessToken, tokenType: 'Bearer', expiresIn: tokenSeconds, refreshToken };
}
