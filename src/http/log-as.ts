import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Member } from '../identity/member.ts';

/** From here on every line of the log about this request says whose it is. */
export function logAs(request: FastifyRequest, reply: FastifyReply, { tenant, user }: Member): void {
  const log = request.log.child({ tenant, user: user.id });
  request.log = log;
  reply.log = log;
}
