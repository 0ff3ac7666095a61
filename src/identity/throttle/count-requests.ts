import { createHash } from 'node:crypto';
import type { Databases } from '#sdk';

export type RequestAmount = {
  /** Whose requests of which kind. */
  readonly id: string;
  /** Epoch milliseconds; requests of an earlier window are forgotten. */
  readonly windowStart: number;
  readonly amount: number;
};

/** Adds requests to those of all processes; returns how many there are in this window now. */
export function countRequests(
  databases: Databases,
  { id, windowStart, amount }: RequestAmount,
): Promise<number> {
  const row = {
    id: createHash('sha256').update(id).digest('hex'),
    amount,
    window_start: windowStart,
  };
  return databases.useControl(async ({ knex }) => {
    const sum = knex.raw('case when ?? = ? then ?? + ? else ? end', [
      ...['request_counts.window_start', windowStart],
      ...['request_counts.amount', amount, amount],
    ]);
    await knex('request_counts')
      .insert(row)
      .onConflict('id')
      .merge({ amount: sum, window_start: windowStart });
    const { amount: total } = await knex('request_counts').where({ id: row.id }).first('amount');
    return Number(total);
  });
}
