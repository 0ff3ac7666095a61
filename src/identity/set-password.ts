import type { Knex } from 'knex';
import { AppError, type Databases } from '#sdk';
import { tidyEmail } from './check-email.ts';
import { checkLength, checkPassword } from './check-password.ts';
import { hashPassword } from './hash-password.ts';
import { accountKey } from './throttle/sign-in-guard.ts';
import { forgetTries } from './throttle/tries-table.ts';

export type NewPassword = {
  readonly email: string;
  /** As `checkPassword` wants it. */
  readonly password: string;
  /** Sample data may have any password. Default false. */
  readonly isSample?: boolean;
  /** Done first, in the same transaction; what it throws leaves everything as it was. */
  readonly claim?: (trx: Knex.Transaction) => Promise<void>;
};

/** Gives a user a new password, ends all their sessions and forgets failed tries. Throws `unknown_user` (404) and the password's refusals. */
export async function setPassword(databases: Databases, given: NewPassword): Promise<void> {
  const email = tidyEmail(given.email);
  const { id, context } = await findOwner(databases, email);
  const { password, isSample = false } = given;
  const hash = await hashPassword(
    isSample ? checkLength(password) : await checkPassword(password, { context }),
  );
  await databases.useControl((control) =>
    control.transaction(async (trx) => {
      await given.claim?.(trx);
      await trx('users').where({ id }).update({ password_hash: hash });
      await trx('sessions').where({ user_id: id }).delete();
      await forgetTries(trx, [accountKey(email)]);
    }),
  );
}

/** The user, and what everybody knows about them. */
const findOwner = (databases: Databases, email: string): Promise<{ id: string; context: string[] }> =>
  databases.useControl(async ({ knex }) => {
    const user = await knex('users').where({ email }).first('id', 'name');
    if (!user) throw new AppError('unknown_user', { status: 404, field: 'email' });
    const tenants = await knex('memberships')
      .join('tenants', 'tenants.id', 'memberships.tenant_id')
      .where({ user_id: user.id })
      .select('tenants.id', 'tenants.name');
    return {
      id: user.id,
      context: [email, user.name, ...tenants.flatMap(({ id, name }) => [id, name])],
    };
  });
