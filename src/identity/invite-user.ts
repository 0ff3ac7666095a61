import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { AppError, type Databases, type Role, type TenantId } from '#sdk';
import { checkEmail, tidyEmail } from './check-email.ts';
import { unusableHash } from './hash-password.ts';

export type Invited = {
  readonly email: string;
  readonly name: string;
  readonly tenant: TenantId;
  readonly role: Role;
  /** Epoch milliseconds. */
  readonly now: number;
};

/**
 * Makes somebody a member of a tenant; a person who is new has no password yet and enters by a link. Throws
 * `email_invalid` (422), `already_member` (409) and `unknown_tenant` (404).
 */
export async function inviteUser(
  databases: Databases,
  invited: Invited,
): Promise<{ readonly userId: string; readonly isNew: boolean }> {
  const { tenant, role } = invited;
  const email = checkEmail(invited.email);
  return databases.useControl((control) =>
    control.transaction(async (trx) => {
      if (!(await trx('tenants').where({ id: tenant }).first('id'))) {
        throw new AppError('unknown_tenant', { status: 404, params: { tenant } });
      }
      const known = await trx('users').where({ email }).first('id');
      const userId: string = known?.id ?? (await insertUser(trx, { ...invited, email }));
      if (await trx('memberships').where({ user_id: userId, tenant_id: tenant }).first('role')) {
        throw new AppError('already_member', { status: 409, field: 'email', params: { email } });
      }
      await trx('memberships').insert({ user_id: userId, tenant_id: tenant, role });
      return { userId, isNew: known === undefined };
    }),
  );
}

async function insertUser(trx: Knex.Transaction, { email, name, now }: Invited): Promise<string> {
  const id = randomUUID();
  await trx('users').insert({
    ...{ id, email, name: name.trim(), password_hash: unusableHash() },
    ...{ language: null, created_at: now },
  });
  return id;
}

/** Whose e-mail this is among a tenant's people. Throws `unknown_user` (404). */
export async function findMemberByEmail(
  databases: Databases,
  email: string,
  tenant: TenantId,
): Promise<string> {
  const row = await databases.useControl(({ knex }) =>
    knex('users')
      .join('memberships', 'memberships.user_id', 'users.id')
      .where({ 'users.email': tidyEmail(email), 'memberships.tenant_id': tenant })
      .first('users.id'),
  );
  if (!row) throw new AppError('unknown_user', { status: 404, field: 'email' });
  return row.id;
}
