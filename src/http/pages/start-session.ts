import type { FastifyReply, FastifyRequest } from 'fastify';
import { createSession } from '../../identity/create-session.ts';
import { endSession } from '../../identity/end-session.ts';
import type { Member } from '../../identity/member.ts';
import { sessionClient } from '../client-address.ts';
import { clearCookie, readCookie, writeCookie } from '../cookies.ts';
import { keepChoice } from './keep-choice.ts';
import type { PageServices } from './page-data.ts';

/**
 * Opens a session for somebody who has shown who they are, in place of the one this browser had; it ends at
 * `expiresAt`, where given. A tenant whose database cannot be read opens none.
 */
export async function startSession(
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { config, databases, snapshot }: PageServices,
  { member, expiresAt: until }: { readonly member: Member; readonly expiresAt?: number },
): Promise<void> {
  const { user, tenant, language } = member;
  const now = Date.now();
  const limits = until === undefined ? config.session : { ...config.session, absoluteMs: until - now };
  await snapshot(tenant);
  await endSession(databases, readCookie(request, config, 'session'));
  const { token, expiresAt } = await createSession(databases, {
    ...{ userId: user.id, tenant, now, limits },
    client: sessionClient(request),
  });
  clearCookie(reply, config, 'form');
  writeCookie(reply, config, { name: 'session', value: token, expiresAt });
  keepChoice(reply, config, { name: 'camet_language', value: language });
}
