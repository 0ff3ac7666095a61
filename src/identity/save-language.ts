import type { Databases, Language } from '#sdk';

/** Remembers the language a person reads in, in every tenant. */
export async function saveLanguage(databases: Databases, userId: string, language: Language): Promise<void> {
  await databases.useControl(({ knex }) => knex('users').where({ id: userId }).update({ language }));
}
