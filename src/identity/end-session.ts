import type { Databases } from '#sdk';
import { hashToken } from './session.ts';

/** Ends the session of a token at once; an unknown token is no error. */
export async function endSession(databases: Databases, token: unknown): Promise<void> {
  if (typeof token !== 'string') return;
  await databases.useControl(({ knex }) =>
    knex('sessions')
      .where({ id_hash: hashToken(token) })
      .delete(),
  );
}
