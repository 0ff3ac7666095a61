import { expect, test } from 'vitest';
import { setPassword } from '../../src/identity/set-password.ts';
import { createSignInGuard } from '../../src/identity/throttle/sign-in-guard.ts';
import { accountRule, nextTries, type Tries } from '../../src/identity/throttle/throttle-rule.ts';
import { describeEachEngine } from '../support/engines.ts';
import { credentials, now, setUpPeople } from './people.ts';

const minute = 60_000;
const wrong = credentials({ password: 'not this one at all' });

test('an account gets ten tries in a quarter of an hour and a hundred in a row', () => {
  const allowed: number[] = [];
  let tries: Tries | null = null;
  for (let at = 0; at < 27 * 24 * 60 * minute; at += minute) {
    for (;;) {
      const next = nextTries(tries, accountRule, at);
      if ('waitMs' in next) break;
      tries = next;
      allowed.push(at / minute);
    }
  }
  expect(allowed.slice(0, 12)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 6, 21, 36]);
  expect(allowed).toHaveLength(100);
});

describeEachEngine('signing in', (engine) => {
  const people = setUpPeople(engine);
  const clock = { now };
  const guard = () => createSignInGuard(people.databases, () => clock.now);
  const from = (address: string, device: string | null = null) => ({ address, device });
  const fail = (one: ReturnType<typeof guard>, given: typeof wrong, source = from('10.0.0.1')) =>
    one.signIn(given, source).then(
      () => 'in',
      (error) => error.code as string,
    );
  const failTimes = async (count: number, given = wrong) => {
    const one = guard();
    const codes = [];
    for (let i = 0; i < count; i += 1) codes.push(await fail(one, given, from(`10.0.1.${i}`)));
    return codes;
  };

  test('the ninth failed try in a row waits, whoever asks, from wherever, in any process', async () => {
    clock.now = now;
    expect(await failTimes(9)).toEqual([...Array(8).fill('sign_in_refused'), 'sign_in_wait_seconds']);
    await expect(guard().signIn(credentials(), from('172.16.0.1'))).rejects.toMatchObject({
      status: 429,
      retryAfterSeconds: 60,
    });
    clock.now += minute;
    expect(await fail(guard(), credentials(), from('172.16.0.1'))).toBe('in');
    expect(await failTimes(8)).toEqual(Array(8).fill('sign_in_refused'));
  });

  test('an account that does not exist waits alike', async () => {
    clock.now = now;
    const nobody = credentials({ email: 'nobody@planta.example' });
    expect(await failTimes(9, nobody)).toEqual([...Array(8).fill('sign_in_refused'), 'sign_in_wait_seconds']);
  });

  test('twenty at once are counted one by one', async () => {
    clock.now = now;
    const [one, other] = [guard(), guard()];
    const codes = await Promise.all(
      Array.from({ length: 20 }, (_, i) => fail(i % 2 ? one : other, wrong, from(`10.0.2.${i}`))),
    );
    expect(codes.filter((code) => code === 'sign_in_refused')).toHaveLength(8);
    expect(codes.filter((code) => code === 'sign_in_wait_seconds')).toHaveLength(12);
  });

  test('strangers do not keep the owner out of a browser of theirs', async () => {
    clock.now = now;
    await failTimes(9);
    expect(await fail(guard(), credentials(), from('10.0.0.9', 'known'))).toBe('in');
    expect(await fail(guard(), credentials(), from('10.0.0.9'))).toBe('sign_in_wait_seconds');
  });

  test('a new password ends the wait', async () => {
    clock.now = now;
    await failTimes(9);
    const password = 'otra frase muy larga';
    await setPassword(people.databases, { email: 'ana@planta.example', password });
    expect(await fail(guard(), credentials({ password }))).toBe('in');
  });

  test('an address that tries many accounts waits; those who get in do not count', async () => {
    clock.now = now;
    const one = guard();
    for (let i = 0; i < 60; i += 1) expect(await fail(one, credentials())).toBe('in');
    for (let i = 0; i < 50; i += 1) {
      expect(await fail(one, credentials({ email: `u${i}@x.example` }))).toBe('sign_in_refused');
    }
    expect(await fail(one, credentials({ email: 'u50@x.example' }))).toBe('sign_in_wait_seconds');
    expect(await fail(one, credentials(), from('10.0.0.2'))).toBe('in');
    clock.now += 5000;
    expect(await fail(one, credentials())).toBe('in');
  });

  test('one who waits costs no statement; old tries are forgotten', async () => {
    clock.now = now;
    const trace = { queries: 0 };
    const counted = {
      ...people.databases,
      useControl: ((work) => people.databases.useControl(work, trace)) as typeof people.databases.useControl,
    };
    const one = createSignInGuard(counted, () => clock.now);
    for (let i = 0; i < 9; i += 1) await fail(one, wrong);
    const sent = trace.queries;
    await fail(one, wrong);
    expect(trace.queries).toBe(sent);
    clock.now += 31 * 24 * 60 * minute;
    await fail(guard(), credentials({ email: 'else@x.example' }));
    const rows = await people.databases.useControl(({ knex }) => knex('throttles').select('id', 'failures'));
    expect(rows.map((row) => row.failures)).toEqual([1, 1]);
    expect(JSON.stringify(rows)).not.toContain('else');
  });
});
