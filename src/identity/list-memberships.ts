import type { Databases } from '#sdk';
import { type Member, type MemberRow, memberColumns, members, toMember } from './member.ts';

/** A person in each of their tenants that are not suspended, by the tenants' names. */
export async function listMemberships(databases: Databases, userId: string): Promise<Member[]> {
  const rows: MemberRow[] = await databases.useControl(({ knex }) =>
    members(knex)
      .where({ 'users.id': userId })
      .whereNull('tenants.suspended_at')
      .orderBy(['tenants.name', 'tenants.id'])
      .select(memberColumns),
  );
  return rows.map(toMember);
}
