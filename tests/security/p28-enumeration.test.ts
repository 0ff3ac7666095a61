import { expect, test } from 'vitest';
import { askToken, oneApp, postLogin } from './app.ts';

const one = oneApp();

/** An answer without what differs by chance: the time, the nonce, the form's token. */
const bare = ({ statusCode, headers, body }: { statusCode: number; headers: object; body: string }) => ({
  statusCode,
  headers: Object.keys(headers).sort(),
  length: body.length,
  body: body.replace(/value="[\w-]{22}\.[\w-]{43}"|[0-9a-f]{32}/g, ''),
});

test('P28: an account that is there and one that is not are refused alike, and wait alike', async () => {
  for (let i = 0; i < 10; i += 1) {
    const there = await askToken(one.test, { password: 'wrong' });
    const nowhere = await askToken(one.test, { email: 'nadie@demo.example', password: 'wrong' });
    expect(bare(nowhere)).toEqual(bare(there));
    expect(there.statusCode).toBe(i < 8 ? 401 : 429);
  }
});

test('P28: the page too, and another company’s account', async () => {
  await one.test.createPlant('norte');
  const emails = ['admin@norte.example', 'nadie@norte.example'];
  const [there, nowhere] = await Promise.all(
    emails.map((email) => postLogin(one.test, { email, password: 'wrong' })),
  );
  expect(bare(there!).body.replaceAll(emails[0]!, '')).toBe(bare(nowhere!).body.replaceAll(emails[1]!, ''));
  const elsewhere = await askToken(one.test, { email: 'admin@norte.example' });
  const none = await askToken(one.test, { email: 'nada@norte.example' });
  expect(bare(elsewhere)).toEqual(bare(none));
});
