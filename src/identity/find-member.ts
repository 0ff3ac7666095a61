import type { Databases, TenantId } from '#sdk';
import { type Member, type MemberRow, memberColumns, members, toMember } from './member.ts';

export type MemberSearch = {
  readonly userId: string;
  readonly tenant: TenantId;
  /** The program's session by which the person is here. */
  readonly session: { readonly id: string; readonly now: number };
};

/**
 * The member as of now, or null when the user, the membership, the tenant or the session is gone. Throws
 * `tenant_suspended` (403).
 */
export function findMember(
  databases: Databases,
  { userId, tenant, session }: MemberSearch,
): Promise<Member | null> {
  return databases.useControl(async ({ knex }) => {
    const row: MemberRow | undefined = await members(knex)
      .join('sessions', 'sessions.user_id', 'users.id')
      .where({ 'users.id': userId, 'tenants.id': tenant, 'sessions.tenant_id': tenant })
      .where({ 'sessions.public_id': session.id, 'sessions.kind': 'api' })
      .where('sessions.expires_at', '>', session.now)
      .first(memberColumns);
    return row ? toMember(row) : null;
  });
}
