import type { FastifyInstance } from 'fastify';
import { AppError } from '#sdk';
import { endOwnSession } from '../../identity/end-session.ts';
import { listSessions } from '../../identity/list-sessions.ts';
import type { Services } from '../services.ts';
import { authenticate, currentCaller } from './authenticate.ts';
import { security } from './open-api.ts';
import { errorAnswer, list, map, nullable, text } from './schemas.ts';

const moment = { type: 'string', format: 'date-time' } as const;

const session = map({
  id: text(),
  kind: { type: 'string', enum: ['page', 'api'] },
  tenant: text(),
  agent: nullable('string'),
  address: nullable('string'),
  createdAt: moment,
  lastSeenAt: moment,
  current: { type: 'boolean' },
});

const listSchema = {
  summary: 'Where the person is signed in, browsers and programs',
  security,
  response: { 200: map({ sessions: list(session) }), default: errorAnswer },
};

const endSchema = {
  summary: 'End one of the person’s sessions at once',
  security,
  params: map({ id: text(36) }),
  response: { default: errorAnswer },
};

/** `GET /sessions` and `DELETE /sessions/:id`, for people. */
export function sessionRoutes(api: FastifyInstance, { databases, ...services }: Services): void {
  const onRequest = authenticate({ databases, ...services });

  api.get('/sessions', { schema: listSchema, onRequest }, async (request) => {
    const { member, sessionId } = currentCaller(request);
    const limits = { now: Date.now(), idleMs: services.config.session.idleMs };
    const listed = await listSessions(databases, member.user.id, limits);
    return {
      sessions: listed.map(({ id, kind, tenantName, agent, address, createdAt, lastSeenAt }) => ({
        ...{ id, kind, tenant: tenantName, agent, address, current: id === sessionId },
        createdAt: new Date(createdAt).toISOString(),
        lastSeenAt: new Date(lastSeenAt).toISOString(),
      })),
    };
  });

  api.delete<{ Params: { id: string } }>(
    '/sessions/:id',
    { schema: endSchema, onRequest },
    async (request, reply) => {
      const { user } = currentCaller(request).member;
      if (await endOwnSession(databases, user.id, request.params.id)) return reply.code(204).send();
      throw new AppError('unknown_session', { status: 404 });
    },
  );
}
