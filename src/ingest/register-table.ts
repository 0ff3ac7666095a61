import type { Knex } from 'knex';
import type { FactTarget } from './fact-store.ts';

/** Notes a fact table among the tenant's, once. `created_at` is the database's own clock. */
export async function registerTable(db: Knex, target: FactTarget): Promise<void> {
  await db('fact_tables')
    .insert({
      table_name: target.table,
      dataset_key: target.dataset.key,
      member_id: target.member,
      created_at: db.raw('current_timestamp'),
    })
    .onConflict('table_name')
    .ignore();
}
