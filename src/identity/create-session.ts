import type { Databases, TenantId } from '#sdk';
import { absoluteMs, hashToken, idleMs, randomToken } from './session.ts';

export type NewSession = { readonly userId: string; readonly tenant: TenantId; readonly now: number };

/** Opens a session and returns its token, which is stored nowhere. Also forgets the user's ended ones. */
export async function createSession(
  databases: Databases,
  { userId, tenant, now }: NewSession,
): Promise<{ token: string; csrfSecret: string; expiresAt: number }> {
  const token = randomToken();
  const csrfSecret = randomToken();
  const expiresAt = now + absoluteMs;
  await databases.useControl((control) =>
    control.transaction(async (trx) => {
      await trx('sessions')
        .where({ user_id: userId })
        .where('last_seen_at', '<', now - idleMs)
        .delete();
      await trx('sessions').insert({
        id_hash: hashToken(token),
        user_id: userId,
        tenant_id: tenant,
        csrf_secret: csrfSecret,
        created_at: now,
        last_seen_at: now,
        expires_at: expiresAt,
      });
    }),
  );
  return { token, csrfSecret, expiresAt };
}
