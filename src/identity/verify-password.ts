import { timingSafeEqual } from 'node:crypto';
import { deriveKey } from './derive-key.ts';
import { currentCost } from './hash-password.ts';
import { formatPhc, parsePhc } from './phc.ts';

/** Matches no password and costs as much as a stored one: what an unknown user is checked against. */
const nobody = formatPhc({ cost: currentCost, salt: Buffer.alloc(16), key: Buffer.alloc(32) });

/** Whether the password is the stored one. A null hash takes as long and is never right. */
export async function verifyPassword(password: string, phc: string | null): Promise<boolean> {
  const { cost, salt, key } = parsePhc(phc ?? nobody);
  const derived = await deriveKey({ password: password.normalize('NFC'), salt, cost, bytes: key.length });
  return timingSafeEqual(derived, key) && phc !== null;
}

/** Whether a stored hash costs less, in memory or passes, than a new one would. */
export function isCheap(phc: string): boolean {
  const { memoryKib, passes } = parsePhc(phc).cost;
  return memoryKib * passes < currentCost.memoryKib * currentCost.passes;
}
