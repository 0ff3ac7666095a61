import { createHash } from 'node:crypto';
import { AppError, type Databases } from '#sdk';
import { tidyEmail } from '../check-email.ts';
import type { Member } from '../member.ts';
import { type Credentials, signIn } from '../sign-in.ts';
import { accountRule, addressRule } from './throttle-rule.ts';
import { countTry, forgetOld, forgetTries, type ThrottleKey, takeBackTry } from './tries-table.ts';
import { createWaitList, type WaitList } from './wait-list.ts';

/** Where a try to sign in comes from. */
export type TrySource = {
  /** The client's address, grouped as `groupAddress` does. */
  readonly address: string;
  /** A device on which this account has signed in before, else null. */
  readonly device: string | null;
};

export type SignInGuard = {
  /**
   * Signs in as `signIn` does, when it is time: throws `sign_in_wait_*` (429) while the account or the address must wait.
   */
  signIn(credentials: Credentials, source: TrySource): Promise<Member>;
};

/**
 * Counts tries per account and per address, for all processes in the control database, those that must wait in memory
 * too. An account's own devices are counted apart, so that strangers can slow down other strangers only.
 */
export function createSignInGuard(databases: Databases, now: () => number): SignInGuard {
  const waits = createWaitList(now);
  const tidy = oncePerHour(now, () => databases.useControl(({ knex }) => forgetOld(knex, now())));
  return {
    signIn: async (credentials, source) => {
      const keys = keysOf(credentials, source);
      await tidy();
      for (const { id } of keys) waits.check(id);
      await countTries(databases, keys, { waits, now: now() });
      try {
        const member = await signIn(databases, credentials);
        await forgiveTries(databases, keys, now());
        return member;
      } catch (error) {
        if (!isRefusal(error)) await takeBackTries(databases, keys, now());
        throw error;
      }
    },
  };
}

function oncePerHour(now: () => number, work: () => Promise<void>): () => Promise<void> {
  let doneAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (now() - doneAt < 3_600_000) return;
    doneAt = now();
    await work();
  };
}

type Keys = readonly ThrottleKey[];
type Waiting = { readonly waits: WaitList; readonly now: number };

/** Counts one try under each key; where one must wait, none is counted and the wait is thrown. */
function countTries(databases: Databases, keys: Keys, { waits, now }: Waiting): Promise<void> {
  return databases.useControl(async ({ knex }) => {
    for (const [index, key] of keys.entries()) {
      const waitMs = await countTry(knex, key, now);
      if (waitMs === 0) continue;
      for (const counted of keys.slice(0, index)) await takeBackTry(knex, counted, now);
      waits.add(key.id, waitMs);
      waits.check(key.id);
    }
  });
}

/** After a success the account begins anew; the address gets back this one try. */
const forgiveTries = (databases: Databases, keys: Keys, now: number): Promise<void> =>
  databases.useControl(async ({ knex }) => {
    for (const key of keys) {
      if (key.rule === addressRule) await takeBackTry(knex, key, now);
      else await forgetTries(knex, [key.id]);
    }
  });

/** For tries that did not come to a password. */
const takeBackTries = (databases: Databases, keys: Keys, now: number): Promise<void> =>
  databases.useControl(async ({ knex }) => {
    for (const key of keys) await takeBackTry(knex, key, now);
  });

const isRefusal = (error: unknown): boolean => error instanceof AppError && error.code === 'sign_in_refused';

function keysOf({ email }: Credentials, { address, device }: TrySource): Keys {
  const text = typeof email === 'string' ? tidyEmail(email.slice(0, 300)) : '';
  const account = { id: accountKey(text, device), rule: accountRule };
  return device ? [account] : [{ id: hash(`address ${address}`), rule: addressRule }, account];
}

/** Under which the tries of an account are counted; what people type as an email is not kept as it is. */
export const accountKey = (email: string, device: string | null = null): string =>
  hash(device ? `device ${device} ${email}` : `account ${email}`);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
