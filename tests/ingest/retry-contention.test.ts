import { expect, it } from 'vitest';
import { retryContention } from '../../src/ingest/retry-contention.ts';

/** Work that fails with these errors, one after another, before it succeeds. */
function failing(errors: readonly object[]) {
  let calls = 0;
  const work = async (): Promise<string> => {
    const error = errors[calls++];
    if (error) throw error;
    return 'done';
  };
  return { work, calls: () => calls };
}

const deadlock = Object.assign(new Error('deadlock'), { errno: 1213 });
const busy = Object.assign(new Error('busy'), { errcode: 261 });
const duplicate = Object.assign(new Error('duplicate'), { errno: 1062 });

it('tries again when another writer stood in the way', async () => {
  const { work, calls } = failing([deadlock, busy, deadlock]);
  expect(await retryContention(work)).toBe('done');
  expect(calls()).toBe(4);
});

it('gives up after three more tries', async () => {
  const { work, calls } = failing(Array(9).fill(deadlock));
  await expect(retryContention(work)).rejects.toBe(deadlock);
  expect(calls()).toBe(4);
});

it('does not repeat other failures', async () => {
  const { work, calls } = failing([duplicate]);
  await expect(retryContention(work)).rejects.toBe(duplicate);
  expect(calls()).toBe(1);
});
