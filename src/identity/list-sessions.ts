import type { Databases } from '#sdk';
import { apiLimits } from './session.ts';

/** One of a person's sessions, as they see it. Moments are epoch milliseconds. */
export type ListedSession = {
  readonly id: string;
  /** A browser, or a program that uses the API. */
  readonly kind: 'page' | 'api';
  readonly tenantName: string;
  /** `User-Agent` at sign-in, at most 200 characters. */
  readonly agent: string | null;
  readonly address: string | null;
  readonly createdAt: number;
  readonly lastSeenAt: number;
};

type Row = {
  public_id: string;
  kind: 'page' | 'api';
  tenant_name: string;
  agent: string | null;
  address: string | null;
  created_at: number;
  last_seen_at: number;
};

/** A person's sessions that still open something, in all tenants, the last used first. */
export function listSessions(
  databases: Databases,
  userId: string,
  { now, idleMs }: { readonly now: number; readonly idleMs: number },
): Promise<ListedSession[]> {
  return databases.useControl(async ({ knex }) => {
    const rows: Row[] = await knex('sessions')
      .join('tenants', 'tenants.id', 'sessions.tenant_id')
      .where({ user_id: userId })
      .where('expires_at', '>', now)
      .whereNotNull('public_id')
      .orderBy('last_seen_at', 'desc')
      .select(['public_id', 'kind', 'agent', 'address', 'sessions.created_at', 'last_seen_at'])
      .select({ tenant_name: 'tenants.name' });
    const idle = { page: idleMs, api: apiLimits.idleMs };
    return rows.map(toListed).filter(({ kind, lastSeenAt }) => lastSeenAt > now - idle[kind]);
  });
}

const toListed = (row: Row): ListedSession => ({
  id: row.public_id,
  kind: row.kind,
  tenantName: row.tenant_name,
  agent: row.agent,
  address: row.address,
  createdAt: Number(row.created_at),
  lastSeenAt: Number(row.last_seen_at),
});
