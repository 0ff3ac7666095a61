import type { Databases, TenantId } from '#sdk';
import { type Member, type MemberRow, memberColumns, members, toMember } from './member.ts';

/**
 * The member as of now, or null when the user, the membership or the tenant is gone. Throws `tenant_suspended` (403).
 */
export function findMember(
  databases: Databases,
  who: { readonly userId: string; readonly tenant: TenantId },
): Promise<Member | null> {
  return databases.useControl(async ({ knex }) => {
    const row: MemberRow | undefined = await members(knex)
      .where({ 'users.id': who.userId, 'tenants.id': who.tenant })
      .first(memberColumns);
    return row ? toMember(row) : null;
  });
}
