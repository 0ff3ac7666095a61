import argon2 from 'argon2';
import { expect, test } from 'vitest';
import { hashPassword } from '../../src/identity/hash-password.ts';
import { parsePhc } from '../../src/identity/phc.ts';
import { verifyPassword } from '../../src/identity/verify-password.ts';

test('our hashes and those of the argon2 package are the same', async () => {
  expect(await argon2.verify(await hashPassword('contraseña larga'), 'contraseña larga')).toBe(true);
  const theirs = await argon2.hash('contraseña larga', { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  expect(await verifyPassword('contraseña larga', theirs)).toBe(true);
  expect(await verifyPassword('contrasena larga', theirs)).toBe(false);
});

test('a letter typed in two ways is the same letter', async () => {
  const phc = await hashPassword('contrase\u00f1a larga');
  expect(await verifyPassword('contrasen\u0303a larga', phc)).toBe(true);
});

test('nobody has no password, not even the empty one', async () => {
  expect(await verifyPassword('', null)).toBe(false);
});

test('two of the same password are stored differently', async () => {
  expect(await hashPassword('la misma de siempre')).not.toBe(await hashPassword('la misma de siempre'));
});

test.each([
  '',
  'plain',
  '$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g',
  '$2b$10$abc',
])('a stored hash "%s" is an error, never a match', (text) => {
  expect(() => parsePhc(text)).toThrow(/not an Argon2id/);
});

test('a burst waits its turn, two at a time, and beyond twenty waiting is told to come back', async () => {
  const phc = await hashPassword('una frase bastante larga');
  const burst = Array.from({ length: 30 }, () => verifyPassword('una frase bastante larga', phc));
  const results = await Promise.allSettled(burst);
  const refused = results.filter((result) => result.status === 'rejected');
  expect(results.filter((result) => result.status === 'fulfilled' && result.value)).toHaveLength(22);
  expect(refused).toHaveLength(8);
  expect(refused[0]!.reason).toMatchObject({ code: 'sign_in_busy', status: 503 });
  expect(await verifyPassword('una frase bastante larga', phc)).toBe(true);
});
