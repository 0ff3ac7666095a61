import { randomBytes } from 'node:crypto';
import { deriveKey } from './derive-key.ts';
import { formatPhc } from './phc.ts';

const cost = { memoryKib: 19_456, passes: 2, lanes: 1 };

/** The Argon2id PHC string of a password, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await deriveKey({ password: password.normalize('NFC'), salt, cost, bytes: 32 });
  return formatPhc({ cost, salt, key });
}
