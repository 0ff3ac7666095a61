import type { Knex } from 'knex';
import type { Databases } from '#sdk';
import { type MemberRow, memberColumns, members, toMember } from './member.ts';
import { hashToken, type Session } from './session.ts';

type SessionRow = MemberRow & {
  public_id: string;
  csrf_secret: string;
  last_seen_at: number;
  expires_at: number;
  tenant_count: number;
};

const touchEveryMs = 60_000;

/**
 * The session of a token as of `now`, or null when it never was, has ended, or its user is no longer a member. The
 * role is read anew each time. Its last use is noted at most once a minute; an ended one is deleted. Throws
 * `tenant_suspended` (403).
 */
export function readSession(
  databases: Databases,
  token: unknown,
  { now, idleMs }: { readonly now: number; readonly idleMs: number },
): Promise<Session | null> {
  if (typeof token !== 'string' || !/^[\w-]{43}$/.test(token)) return Promise.resolve(null);
  const idHash = hashToken(token);
  return databases.useControl(async ({ knex }) => {
    const row = await findSession(knex, idHash);
    if (!row) return null;
    const lastSeenAt = Number(row.last_seen_at);
    const expiresAt = Number(row.expires_at);
    if (now >= expiresAt || now >= lastSeenAt + idleMs) {
      await knex('sessions').where({ id_hash: idHash }).delete();
      return null;
    }
    if (now >= lastSeenAt + touchEveryMs) {
      await knex('sessions').where({ id_hash: idHash }).update({ last_seen_at: now });
    }
    return {
      ...toMember(row),
      ...{ id: row.public_id, csrfSecret: row.csrf_secret, expiresAt },
      hasOthers: Number(row.tenant_count) > 1,
    };
  });
}

const findSession = (knex: Knex, idHash: string): Promise<SessionRow | undefined> =>
  members(knex)
    .join('sessions', (join) =>
      join.on('sessions.user_id', 'memberships.user_id').andOn('sessions.tenant_id', 'memberships.tenant_id'),
    )
    .where({ 'sessions.id_hash': idHash, 'sessions.kind': 'page' })
    .whereNotNull('sessions.public_id')
    .first({
      ...memberColumns,
      public_id: 'sessions.public_id',
      csrf_secret: 'sessions.csrf_secret',
      last_seen_at: 'sessions.last_seen_at',
      expires_at: 'sessions.expires_at',
      tenant_count: knex('memberships as all').count('*').where('all.user_id', knex.ref('users.id')),
    });
