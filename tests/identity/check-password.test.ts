import { describe, expect, test } from 'vitest';
import type { AppError } from '#sdk';
import { checkPassword, type PasswordRule } from '../../src/identity/check-password.ts';
import { loadMessages } from '../../src/shared/load-messages.ts';
import { wordError } from '../../src/shared/word-error.ts';

const words = await loadMessages('views');
const refusal = (password: string, rule?: PasswordRule): Promise<AppError> =>
  checkPassword(password, rule).then(
    () => Promise.reject(new Error(`"${password}" was accepted`)),
    (error: AppError) => error,
  );

describe('a password', () => {
  test.each([
    'correct horse battery',
    'tres tristes tigres',
    '               una frase con espacios ',
    'kQ7-vZ2_mX9.pL4',
    '843917205561384',
    'наша длинная фраза',
    '🙂 una cara y palabras',
    'contraseña de mi perro',
  ])('"%s" is good', async (password) => {
    expect(await checkPassword(password)).toBe(password);
  });

  test.each([
    ['catorce letras', 'password_too_short', { least: 15 }],
    ['🙂'.repeat(14), 'password_too_short', { least: 15 }],
    ['una frase '.repeat(13), 'password_too_long', { most: 128 }],
    ['123456789987654321', 'password_common', {}],
    ['passwordpassword', 'password_common', {}],
    ['Password12345678', 'password_common', {}],
    ['!!!!Q1W2E3R4T5Y6U7I8O9P0', 'password_common', {}],
    ['aaaaaaaaaaaaaaaaaa', 'password_pattern', {}],
    ['xk7xk7xk7xk7xk7x', 'password_pattern', {}],
    ['abcdefghijklmnopq', 'password_pattern', {}],
    ['hgfedcba87654321', 'password_pattern', {}],
    ['112233445566778899', 'password_pattern', {}],
    ['camet-analytics-2', 'password_known_word', { word: 'analytics' }],
  ])('"%s" is refused as %s', async (password, code, params) => {
    expect(await refusal(password)).toMatchObject({ status: 422, field: 'password', code, params });
  });

  test('eight characters are enough beside a second factor', async () => {
    expect(await checkPassword('zorro gr', { hasSecondFactor: true })).toBe('zorro gr');
    const short = await refusal('zorro g', { hasSecondFactor: true });
    expect(short).toMatchObject({ code: 'password_too_short', params: { least: 8 } });
    expect(await refusal('trustno1', { hasSecondFactor: true })).toMatchObject({ code: 'password_common' });
  });

  test.each([
    ['martarios-2026!!', 'martarios'],
    ['Conservas Ibáñez', 'conservas'],
    ['ibanez ibanez 77', 'ibanez'],
  ])('"%s" is only what everybody knows about them', async (password, word) => {
    const context = ['martarios@conservas.example', 'Marta Ríos', 'Conservas Ibáñez'];
    expect(await refusal(password, { context })).toMatchObject({
      code: 'password_known_word',
      params: { word },
    });
    expect(await checkPassword(`${password} y un zorro gris`, { context })).toContain('zorro');
  });

  test('each refusal is a sentence in both languages that says what to do', async () => {
    const error = await refusal('Conservas Ibáñez', { context: ['Conservas Ibáñez'] });
    expect(wordError(error, words.es)).toBe(
      'Esta contraseña es casi solo «conservas», que cualquiera que te conozca probaría. Añade otras palabras.',
    );
    expect(wordError(error, words.en)).toMatch(/little more than “conservas”.*Add other words\.$/);
  });
});
