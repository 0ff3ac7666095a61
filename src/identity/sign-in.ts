import { AppError, type Databases } from '#sdk';
import { tidyEmail } from './check-email.ts';
import { hashPassword } from './hash-password.ts';
import { type Member, type MemberRow, memberColumns, members, toMember } from './member.ts';
import { isCheap, verifyPassword } from './verify-password.ts';

/** As sent, of any type. Without a tenant, the user's first in alphabetical order that is not suspended. */
export type Credentials = {
  readonly email: unknown;
  readonly password: unknown;
  readonly tenant?: unknown;
};

type CandidateRow = MemberRow & { password_hash: string };

/**
 * The member these credentials open, in one query and one hash whoever is asked for: an unknown user, a wrong password,
 * and a tenant that is not theirs take as long and throw the same `sign_in_refused` (401). Only who knows the password
 * hears that the tenant is suspended (`tenant_suspended`, 403). A stored hash that costs less than today's is replaced.
 */
export async function signIn(databases: Databases, credentials: Credentials): Promise<Member> {
  const { email, password, tenant } = credentials;
  const wellFormed = [email, password, tenant ?? ''].every(
    (text) => typeof text === 'string' && text.length <= 254,
  );
  const rows = wellFormed ? await findCandidates(databases, tidyEmail(email as string)) : [];
  const right = await verifyPassword(wellFormed ? (password as string) : '', rows[0]?.password_hash ?? null);
  const row = tenant ? rows.find((candidate) => candidate.tenant_id === tenant) : rows[0];
  if (!right || !row) throw new AppError('sign_in_refused', { status: 401 });
  if (isCheap(row.password_hash)) await renewHash(databases, row, password as string);
  return toMember(row);
}

async function renewHash(databases: Databases, row: CandidateRow, password: string): Promise<void> {
  const { user_id: id, password_hash } = row;
  const renewed = await hashPassword(password);
  await databases.useControl(({ knex }) =>
    knex('users').where({ id, password_hash }).update({ password_hash: renewed }),
  );
}

const findCandidates = (databases: Databases, email: string): Promise<CandidateRow[]> =>
  databases.useControl(({ knex }) =>
    members(knex)
      .where({ 'users.email': email })
      .orderByRaw('tenants.suspended_at is not null, tenants.id')
      .select({ ...memberColumns, password_hash: 'users.password_hash' }),
  );
