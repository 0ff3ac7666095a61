import { randomBytes } from 'node:crypto';
import { type Argon2Cost, deriveKey } from './derive-key.ts';
import { formatPhc } from './phc.ts';

/** What a password costs to hash now; stored hashes that cost less are made anew when their owner signs in. */
export const currentCost: Argon2Cost = { memoryKib: 19_456, passes: 2, lanes: 1 };

/** The Argon2id PHC string of a password, with a salt of its own. The cost is given by tests only. */
export async function hashPassword(password: string, cost = currentCost): Promise<string> {
  const salt = randomBytes(16);
  const key = await deriveKey({ password: password.normalize('NFC'), salt, cost, bytes: 32 });
  return formatPhc({ cost, salt, key });
}

/** A hash of today's cost that no password has: what is kept of somebody who has not chosen one yet. */
export const unusableHash = (): string =>
  formatPhc({ cost: currentCost, salt: randomBytes(16), key: randomBytes(32) });
