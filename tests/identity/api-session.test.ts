import { expect, test } from 'vitest';
import { openApiSession, renewApiSession } from '../../src/identity/api-session.ts';
import { findMember } from '../../src/identity/find-member.ts';
import { readSession } from '../../src/identity/read-session.ts';
import { setPassword } from '../../src/identity/set-password.ts';
import { describeEachEngine } from '../support/engines.ts';
import { demo, hour, now, setUpPeople } from './people.ts';

const day = 24 * hour;
const client = { agent: 'erp-sync/2.1', address: '10.0.0.1' };

describeEachEngine('a program’s session', (engine) => {
  const people = setUpPeople(engine);
  const open = () => openApiSession(people.databases, { userId: people.userId, tenant: demo, now, client });
  const renew = (token: string, at = now) => renewApiSession(people.databases, token, at);
  const isOpen = async (id: string, at = now) => {
    const session = { id, now: at };
    return (await findMember(people.databases, { userId: people.userId, tenant: demo, session })) !== null;
  };
  const refused = { code: 'refresh_refused', status: 401 };

  test('is renewed by a token that can be used once; the session stays the same', async () => {
    const first = await open();
    const second = await renew(first.refreshToken);
    expect(second).toMatchObject({ id: first.id, member: { tenant: 'demo', user: { role: 'admin' } } });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const third = await renew(second.refreshToken, now + day);
    expect(await isOpen(third.id, now + day)).toBe(true);
  });

  test('ends whole when a token is used twice: one of the two users has stolen it', async () => {
    const first = await open();
    const second = await renew(first.refreshToken);
    await expect(renew(first.refreshToken)).rejects.toMatchObject(refused);
    expect(await isOpen(first.id)).toBe(false);
    await expect(renew(second.refreshToken)).rejects.toMatchObject(refused);
  });

  test('used twice at the same moment, it gives new tokens at most once', async () => {
    const { refreshToken } = await open();
    const answers = await Promise.allSettled([renew(refreshToken), renew(refreshToken), renew(refreshToken)]);
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  });

  test('ends after a week without use and after thirty days', async () => {
    const idle = await open();
    await expect(renew(idle.refreshToken, now + 7 * day)).rejects.toMatchObject(refused);
    let { refreshToken, id } = await open();
    for (let at = 6; at < 30; at += 6) ({ refreshToken, id } = await renew(refreshToken, now + at * day));
    await expect(renew(refreshToken, now + 30 * day)).rejects.toMatchObject(refused);
    expect(await isOpen(id, now + 30 * day)).toBe(false);
  });

  test('ends with a new password and with the membership', async () => {
    const one = await open();
    await setPassword(people.databases, { email: 'ana@planta.example', password: 'otra frase muy larga' });
    expect(await isOpen(one.id)).toBe(false);
    const other = await open();
    await people.databases.useControl(({ knex }) =>
      knex('memberships').where({ tenant_id: 'demo' }).delete(),
    );
    await expect(renew(other.refreshToken)).rejects.toMatchObject(refused);
  });

  test('its token is stored nowhere and is no browser’s', async () => {
    const { refreshToken } = await open();
    const secret = refreshToken.split('.')[2]!;
    const rows = await people.databases.useControl(({ knex }) => knex('sessions').select());
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(await readSession(people.databases, secret, { now, idleMs: hour })).toBeNull();
  });

  test.each(['', 'x', 'a.b.c', '..', "' or 1=1 --", 'x'.repeat(10_000)])(
    '"%s" renews nothing',
    async (token) => {
      await open();
      await expect(renew(token)).rejects.toMatchObject(refused);
    },
  );

  test('another session’s secret renews nothing, and ends what it was tried on', async () => {
    const [mine, other] = [await open(), await open()];
    const [user, id] = mine.refreshToken.split('.');
    await expect(renew(`${user}.${id}.${other.refreshToken.split('.')[2]}`)).rejects.toMatchObject(refused);
    expect([await isOpen(mine.id), await isOpen(other.id)]).toEqual([false, true]);
  });
});
