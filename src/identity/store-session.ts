import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Databases } from '#sdk';
import { hashToken, mostSessions, type NewSession } from './session.ts';

export type StoredSession = { readonly id: string; readonly expiresAt: number };

type Secrets = { readonly kind: 'page' | 'api'; readonly token: string; readonly csrfSecret: string };

/** Stores a new session, by its token's hash; the user's ended ones are forgotten, and too many make room. */
export async function storeSession(
  databases: Databases,
  { userId, tenant, now, limits, client }: NewSession,
  { kind, token, csrfSecret }: Secrets,
): Promise<StoredSession> {
  const id = randomUUID();
  const expiresAt = now + limits.absoluteMs;
  await databases.useControl((control) =>
    control.transaction(async (trx) => {
      await makeRoom(trx, { user_id: userId, kind }, now - limits.idleMs);
      await trx('sessions').insert({
        id_hash: hashToken(token),
        public_id: id,
        user_id: userId,
        tenant_id: tenant,
        kind,
        csrf_secret: csrfSecret,
        agent: client.agent?.slice(0, 200) ?? null,
        address: client.address,
        created_at: now,
        last_seen_at: now,
        expires_at: expiresAt,
      });
    }),
  );
  return { id, expiresAt };
}

async function makeRoom(
  trx: Knex,
  whose: { user_id: string; kind: string },
  idleSince: number,
): Promise<void> {
  await trx('sessions').where(whose).where('last_seen_at', '<', idleSince).delete();
  const kept = await trx('sessions').where(whose).orderBy('last_seen_at', 'desc').pluck('id_hash');
  const over = kept.slice(mostSessions - 1);
  if (over.length > 0) await trx('sessions').whereIn('id_hash', over).delete();
}
