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

/** Ends one of a person's sessions, by its id in their list; false when they have no such session. */
export async function endOwnSession(databases: Databases, userId: string, id: string): Promise<boolean> {
  const ended = await databases.useControl(({ knex }) =>
    knex('sessions').where({ user_id: userId, public_id: id }).delete(),
  );
  return ended > 0;
}

/** Ends all of a person's sessions but one. */
export async function endOtherSessions(databases: Databases, userId: string, kept: string): Promise<void> {
  await databases.useControl(({ knex }) =>
    knex('sessions')
      .where({ user_id: userId })
      .where((other) => other.whereNot({ public_id: kept }).orWhereNull('public_id'))
      .delete(),
  );
}
