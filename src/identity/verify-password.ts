import { timingSafeEqual } from 'node:crypto';
import { deriveKey } from './derive-key.ts';
import { formatPhc, parsePhc } from './phc.ts';

/** Matches no password and costs as much as a stored one: what an unknown user is checked against. */
const nobody = formatPhc({
  cost: { memoryKib: 19_456, passes: 2, lanes: 1 },
  salt: Buffer.alloc(16),
  key: Buffer.alloc(32),
});

/** Whether the password is the stored one. A null hash takes as long and is never right. */
export async function verifyPassword(password: string, phc: string | null): Promise<boolean> {
  const { cost, salt, key } = parsePhc(phc ?? nobody);
  const derived = await deriveKey({ password: password.normalize('NFC'), salt, cost, bytes: key.length });
  return timingSafeEqual(derived, key) && phc !== null;
}
