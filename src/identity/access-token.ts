import { hkdfSync } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { TenantId } from '#sdk';

/** Whom an access token names; the role is read from the control database on use. */
export type TokenHolder = {
  readonly userId: string;
  readonly tenant: TenantId;
  /** The program's session; the token ends with it. */
  readonly sessionId: string;
};

export const tokenSeconds = 15 * 60;

const algorithm = 'HS256';
const issuer = 'camet';
const audience = 'camet-api';
const type = 'at+jwt';

/** A JWT for the data API that holds for 15 minutes, bound to one session of one user in one tenant. */
export function issueAccessToken(secret: string, holder: TokenHolder, now: number): Promise<string> {
  const seconds = Math.floor(now / 1000);
  return new SignJWT({ tenant: holder.tenant, sid: holder.sessionId })
    .setProtectedHeader({ alg: algorithm, typ: type })
    .setSubject(holder.userId)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + tokenSeconds)
    .sign(keyOf(secret));
}

/** Whom the token names, or null when it is not one of ours or no longer holds. */
export async function readAccessToken(
  secret: string,
  token: string,
  now: number,
): Promise<TokenHolder | null> {
  if (token.length > 2000) return null;
  const options = {
    algorithms: [algorithm],
    issuer,
    audience,
    typ: type,
    currentDate: new Date(now),
    requiredClaims: ['sub', 'tenant', 'sid', 'exp', 'iat'],
  };
  const payload = await jwtVerify(token, keyOf(secret), options).then(
    (verified) => verified.payload,
    () => null,
  );
  const { sub: userId, tenant, sid: sessionId } = payload ?? {};
  if (typeof userId !== 'string' || typeof tenant !== 'string' || typeof sessionId !== 'string') return null;
  return { userId, tenant: tenant as TenantId, sessionId };
}

/** A key for this use alone, so that nothing else signed with the secret passes as a token. */
const keyOf = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, '', 'camet access token', 32));
