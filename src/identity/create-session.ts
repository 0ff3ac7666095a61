import type { Databases } from '#sdk';
import { type NewSession, randomToken } from './session.ts';
import { type StoredSession, storeSession } from './store-session.ts';

/** Opens a browser's session and returns its token, which is stored nowhere. */
export async function createSession(
  databases: Databases,
  session: NewSession,
): Promise<StoredSession & { readonly token: string; readonly csrfSecret: string }> {
  const token = randomToken();
  const csrfSecret = randomToken();
  const stored = await storeSession(databases, session, { kind: 'page', token, csrfSecret });
  return { ...stored, token, csrfSecret };
}
