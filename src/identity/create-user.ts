import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { AppError, type Databases, type Language, type Role, type TenantId } from '#sdk';
import { checkEmail } from './check-email.ts';
import { checkLength, checkPassword } from './check-password.ts';
import { hashPassword } from './hash-password.ts';

export type NewUser = {
  readonly email: string;
  readonly name: string;
  /** As `checkPassword` wants it. */
  readonly password: string;
  /** Sample data may have any password. Default false. */
  readonly isSample?: boolean;
  /** Null: the tenant's. */
  readonly language?: Language | null;
  readonly memberships: readonly { readonly tenant: TenantId; readonly role: Role }[];
  /** Epoch milliseconds. */
  readonly now: number;
};

/**
 * Creates a user with their memberships and returns the new id. Throws `email_invalid`, the password's refusals (422),
 * `email_taken` (409) and `unknown_tenant` (404).
 */
export async function createUser(databases: Databases, user: NewUser): Promise<string> {
  const id = randomUUID();
  const row = {
    id,
    email: checkEmail(user.email),
    name: user.name.trim(),
    password_hash: await hashPassword(await allowedPassword(databases, user)),
    language: user.language ?? null,
    created_at: user.now,
  };
  await databases.useControl((control) =>
    control.transaction(async (trx) => {
      if (await trx('users').where({ email: row.email }).first('id')) {
        throw new AppError('email_taken', { status: 409, field: 'email' });
      }
      await trx('users').insert(row);
      for (const membership of user.memberships) await insertMembership(trx, id, membership);
    }),
  );
  return id;
}

async function allowedPassword(databases: Databases, user: NewUser): Promise<string> {
  if (user.isSample) return checkLength(user.password);
  const tenants = user.memberships.map(({ tenant }) => tenant);
  const names = await databases.useControl(({ knex }) =>
    knex('tenants').whereIn('id', tenants).pluck('name'),
  );
  return checkPassword(user.password, { context: [user.email, user.name, ...tenants, ...names] });
}

async function insertMembership(
  trx: Knex.Transaction,
  userId: string,
  { tenant, role }: { readonly tenant: TenantId; readonly role: Role },
): Promise<void> {
  if (!(await trx('tenants').where({ id: tenant }).first('id'))) {
    throw new AppError('unknown_tenant', { status: 404, params: { tenant } });
  }
  await trx('memberships').insert({ user_id: userId, tenant_id: tenant, role });
}
