import type { Knex } from 'knex';
import { accountRule, nextTries, type ThrottleRule, type Tries } from './throttle-rule.ts';

/** Tries counted together: a hash of what they have in common, and how many are allowed. */
export type ThrottleKey = { readonly id: string; readonly rule: ThrottleRule };

type TriesRow = { failures: number; blocked_until: number; last_at: number };

const mostCollisions = 20;

/**
 * Counts a try in the control database, which all processes share; returns how long it must wait instead, else 0. A
 * row changed by somebody else meanwhile is read again, so that no two tries count as one.
 */
export async function countTry(knex: Knex, { id, rule }: ThrottleKey, now: number): Promise<number> {
  for (let collisions = 0; collisions < mostCollisions; collisions += 1) {
    const row: TriesRow | undefined = await knex('throttles').where({ id }).first();
    const next = nextTries(row ? toTries(row) : null, rule, now);
    if ('waitMs' in next) return next.waitMs;
    if (await (row ? change(knex, id, { row, next }) : add(knex, id, next))) return 0;
  }
  return 1000;
}

/** Takes back a try that succeeded or never happened, and the wait that it brought. */
export async function takeBackTry(knex: Knex, { id }: ThrottleKey, now: number): Promise<void> {
  await knex('throttles')
    .where({ id })
    .where('failures', '>', 0)
    .update({ failures: knex.raw('failures - 1'), blocked_until: now });
}

/** Forgets all tries under these keys. */
export async function forgetTries(knex: Knex, ids: readonly string[]): Promise<void> {
  await knex('throttles').whereIn('id', ids).delete();
}

/** Removes what no rule looks at any more: tries of a month ago, requests of yesterday. */
export async function forgetOld(knex: Knex, now: number): Promise<void> {
  await knex('throttles')
    .where('last_at', '<', now - accountRule.forgetAfterMs)
    .delete();
  await knex('request_counts')
    .where('window_start', '<', now - dayMs)
    .delete();
}

const dayMs = 86_400_000;

const toTries = (row: TriesRow): Tries => ({
  failures: Number(row.failures),
  blockedUntil: Number(row.blocked_until),
  lastAt: Number(row.last_at),
});

const toRow = ({ failures, blockedUntil, lastAt }: Tries): TriesRow => ({
  failures,
  blocked_until: blockedUntil,
  last_at: lastAt,
});

type Change = { readonly row: TriesRow; readonly next: Tries };

async function change(knex: Knex, id: string, { row, next }: Change): Promise<boolean> {
  const { failures, last_at } = row;
  return (await knex('throttles').where({ id, failures, last_at }).update(toRow(next))) === 1;
}

/** False when another process added the row first. */
async function add(knex: Knex, id: string, next: Tries): Promise<boolean> {
  try {
    await knex('throttles').insert({ id, ...toRow(next) });
    return true;
  } catch (error) {
    if (await knex('throttles').where({ id }).first('id')) return false;
    throw error;
  }
}
