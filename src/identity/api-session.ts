import { timingSafeEqual } from 'node:crypto';
import { AppError, type Databases, type TenantId } from '#sdk';
import { findMember } from './find-member.ts';
import type { Member } from './member.ts';
import { apiLimits, hashToken, type NewSession, randomToken } from './session.ts';
import { storeSession } from './store-session.ts';

/** A program's session. The refresh token is stored nowhere and can be used once; the next comes with it. */
export type ApiSession = { readonly id: string; readonly refreshToken: string };

/** Opens a program's session, which lasts 30 days and 7 without use. */
export async function openApiSession(
  databases: Databases,
  session: Omit<NewSession, 'limits'>,
): Promise<ApiSession> {
  const token = randomToken();
  const secrets = { kind: 'api', token, csrfSecret: '' } as const;
  const { id } = await storeSession(databases, { ...session, limits: apiLimits }, secrets);
  return { id, refreshToken: join(session.userId, id, token) };
}

type SessionRow = { id_hash: string; tenant_id: TenantId; expires_at: number; last_seen_at: number };
type Renewed = ApiSession & { readonly member: Member };

/**
 * Exchanges a refresh token for the next. Throws `refresh_refused` (401) for one that never was, has ended or was used:
 * a used one has been copied, so the whole session ends.
 */
export async function renewApiSession(databases: Databases, sent: string, now: number): Promise<Renewed> {
  const { userId, id, token } = split(sent);
  const session: SessionRow | undefined = await databases.useControl(({ knex }) =>
    knex('sessions').where({ user_id: userId, public_id: id, kind: 'api' }).first(),
  );
  if (!session) throw refused();
  const next = randomToken();
  const held = now < Number(session.expires_at) && now < Number(session.last_seen_at) + apiLimits.idleMs;
  const renewed =
    held && sameHash(session.id_hash, token) && (await rotate(databases, session.id_hash, { next, now }));
  const tenant = session.tenant_id;
  const member = renewed ? await findMember(databases, { userId, tenant, session: { id, now } }) : null;
  if (!member) {
    await databases.useControl(({ knex }) =>
      knex('sessions').where({ user_id: userId, public_id: id }).delete(),
    );
    throw refused();
  }
  return { id, refreshToken: join(userId, id, next), member };
}

const refused = (): AppError => new AppError('refresh_refused', { status: 401 });

const join = (userId: string, id: string, token: string): string => `${userId}.${id}.${token}`;

/** Texts that find nothing when it is no refresh token. */
function split(sent: string): { userId: string; id: string; token: string } {
  const [, userId = '', id = '', token = ''] =
    /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.([\w-]{43})$/.exec(sent) ?? [];
  return { userId, id, token };
}

const sameHash = (stored: string, token: string): boolean =>
  timingSafeEqual(Buffer.from(stored), Buffer.from(hashToken(token)));

/** False when somebody else used the same token meanwhile. */
function rotate(
  databases: Databases,
  idHash: string,
  { next, now }: { readonly next: string; readonly now: number },
): Promise<boolean> {
  return databases.useControl(async ({ knex }) => {
    const changed = await knex('sessions')
      .where({ id_hash: idHash })
      .update({ id_hash: hashToken(next), last_seen_at: now });
    return changed === 1;
  });
}
