import type { Knex } from 'knex';
import { AppError, type Databases, type TenantId } from '#sdk';
import { type Member, type MemberRow, memberColumns, members, toMember } from './member.ts';
import { hashToken, randomToken } from './session.ts';

/** What a link is for; one that is for something else opens nothing here. */
export type LinkPurpose = 'password';

/** For whom a link is and where it leads. */
export type LinkHolder = { readonly userId: string; readonly tenant: TenantId };

export const linkHours = 24;
const hourMs = 3_600_000;

/** Makes a link's token, which is stored nowhere; those made before for the same person and purpose stop working. */
export async function issueLink(
  databases: Databases,
  { purpose, userId, tenant, now }: LinkHolder & { readonly purpose: LinkPurpose; readonly now: number },
): Promise<string> {
  const token = randomToken();
  await databases.useControl((control) =>
    control.transaction(async (trx) => {
      await trx('one_time_links').where({ user_id: userId, purpose }).delete();
      await trx('one_time_links').where('expires_at', '<=', now).delete();
      await trx('one_time_links').insert({
        ...{ token_hash: hashToken(token), purpose, user_id: userId, tenant_id: tenant },
        ...{ created_at: now, expires_at: now + linkHours * hourMs },
      });
    }),
  );
  return token;
}

export type GivenLink = { readonly purpose: LinkPurpose; readonly token: unknown; readonly now: number };

/**
 * Whom a link is for, without using it up. One that never was, has ended or was used throws `link_ended` (410), always
 * alike; one of a suspended tenant `tenant_suspended` (403).
 */
export async function readLink(databases: Databases, link: GivenLink): Promise<Member> {
  const row = await databases.useControl(async ({ knex }) => {
    const found = await findLink(knex, link);
    if (!found) return undefined;
    const { user_id: userId, tenant_id: tenant } = found;
    const member: MemberRow | undefined = await members(knex)
      .where({ 'users.id': userId, 'tenants.id': tenant })
      .first(memberColumns);
    return member;
  });
  if (!row) throw linkEnded();
  return toMember(row);
}

/** Uses a link up inside a transaction. Throws `link_ended` (410) when another has done so. */
export async function useLink(trx: Knex.Transaction, link: GivenLink): Promise<void> {
  const found = await findLink(trx, link);
  const used = found ? await trx('one_time_links').where({ token_hash: found.token_hash }).delete() : 0;
  if (used !== 1) throw linkEnded();
}

type LinkRow = { readonly token_hash: string; readonly user_id: string; readonly tenant_id: TenantId };

async function findLink(knex: Knex, { purpose, token, now }: GivenLink): Promise<LinkRow | undefined> {
  if (typeof token !== 'string' || !/^[\w-]{43}$/.test(token)) return undefined;
  return knex('one_time_links')
    .where({ token_hash: hashToken(token), purpose })
    .where('expires_at', '>', now)
    .first();
}

const linkEnded = (): AppError => new AppError('link_ended', { status: 410 });
