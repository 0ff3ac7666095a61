import { expect, test } from 'vitest';
import { askToken, jarOf, oneApp, postLogin, signedIn } from './app.ts';

const one = oneApp({ perMinute: { api: 30, apply: 5, export: 1 } });

const spoofed = (i: number) => ({
  headers: {
    'x-forwarded-for': `198.51.100.${i}`,
    'x-real-ip': `198.51.100.${i}`,
    forwarded: `for=198.51.100.${i}`,
  },
});

test('P29: one person’s requests have a limit each minute, with a sentence', async () => {
  const cookies = await signedIn(one.test);
  const answers = [];
  for (let i = 0; i < 7; i += 1) answers.push(await one.test.app.inject({ url: '/d/operation', cookies }));
  expect(answers.map(({ statusCode }) => statusCode).filter((code) => code === 429).length).toBeGreaterThan(
    0,
  );
  const last = answers.at(-1)!;
  expect(last.statusCode).toBe(429);
  expect(Number(last.headers['retry-after'])).toBeLessThanOrEqual(60);
  expect(last.body).toContain('Demasiadas peticiones en poco tiempo.');
});

test('P29: whatever address a client claims, eight wrong passwords in a row are tried and no more', async () => {
  const known = jarOf((await postLogin(one.test)).cookies);
  const answers = [];
  for (let i = 0; i < 30; i += 1)
    answers.push(await askToken(one.test, { password: `wrong ${i}` }, spoofed(i)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([
    ...Array(8).fill(401),
    ...Array(22).fill(429),
  ]);
  const last = answers.at(-1)!;
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(50);
  expect(last.json().error).toMatchObject({
    code: 'sign_in_wait_seconds',
    message: expect.stringMatching(/^Demasiados intentos fallidos\. Espera \d+ s/),
  });

  const stranger = await postLogin(one.test);
  expect([stranger.statusCode, stranger.headers['retry-after']]).toEqual([
    429,
    expect.stringMatching(/^\d+$/),
  ]);
  expect(stranger.body).toContain('Demasiados intentos fallidos');
  const owner = await postLogin(one.test, {}, { cookies: { camet_device: known.camet_device! } });
  expect([owner.statusCode, owner.headers.location]).toEqual([303, '/']);
});

test('P29: a device of somebody else’s, or a made-up one, is no device', async () => {
  const { camet_device: device = '' } = jarOf((await postLogin(one.test, {}, {})).cookies);
  for (const cookie of [device, 'x'.repeat(66), `${'a'.repeat(22)}.${'b'.repeat(43)}`]) {
    const answers = [];
    for (let i = 0; i < 9; i += 1) {
      const fields = { email: `else-${cookie.length}@demo.example`, password: 'wrong' };
      answers.push(await postLogin(one.test, fields, { cookies: { camet_device: cookie } }));
    }
    expect(answers.at(-1)!.statusCode).toBe(429);
  }
});
