import type { Argon2Cost } from './derive-key.ts';

/** A stored hash in its parts. */
export type Phc = { readonly cost: Argon2Cost; readonly salt: Buffer; readonly key: Buffer };

const pattern = /^\$argon2id\$v=19\$([mtp=\d,]{11,20})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<key>`, base64 without padding. */
export const formatPhc = ({ cost, salt, key }: Phc): string =>
  `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=${cost.lanes}$${unpadded(salt)}$${unpadded(key)}`;

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** The costs may stand in any order. Throws a plain error for anything else than an Argon2id string. */
export function parsePhc(text: string): Phc {
  const [, costs = '', salt = '', key = ''] = pattern.exec(text) ?? [];
  const cost = Object.fromEntries(costs.split(',').map((part) => part.split('='))) as Record<string, string>;
  if (!cost.m || !cost.t || !cost.p) throw new Error('A stored password hash is not an Argon2id PHC string');
  return {
    cost: { memoryKib: Number(cost.m), passes: Number(cost.t), lanes: Number(cost.p) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}
