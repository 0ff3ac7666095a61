import { AppError, type Databases } from '#sdk';
import { tidyEmail } from './check-email.ts';
import { checkPassword } from './check-password.ts';
import { hashPassword } from './hash-password.ts';

/** Gives a user a new password and ends all their sessions. Throws `unknown_user` (404) and the password's refusals. */
export async function setPassword(
  databases: Databases,
  given: { readonly email: string; readonly password: string; readonly leastLength?: number },
): Promise<void> {
  const hash = await hashPassword(checkPassword(given.password, given.leastLength));
  await databases.useControl((control) =>
    control.transaction(async (trx) => {
      const user = await trx('users')
        .where({ email: tidyEmail(given.email) })
        .first('id');
      if (!user) throw new AppError('unknown_user', { status: 404, field: 'email' });
      await trx('users').where({ id: user.id }).update({ password_hash: hash });
      await trx('sessions').where({ user_id: user.id }).delete();
    }),
  );
}
