import { AppError, type Databases, type Language, type Role, refuse, type TenantId } from '#sdk';
import type { Member } from './member.ts';
import type { Scope } from './scopes.ts';
import { hashToken, randomToken } from './session.ts';

export type NewMachineToken = {
  readonly tenant: TenantId;
  /** 1 to 100 characters, once in a tenant. */
  readonly name: string;
  /** Which cards it sees. */
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly expiresAt: number;
};

const prefix = 'camet_';
const touchEveryMs = 60_000;

export const isMachineToken = (token: string): boolean => token.startsWith(prefix);

/** Makes a token for a machine and returns it; it is stored nowhere. Throws `token_name` (422) and `token_taken` (409). */
export async function createMachineToken(databases: Databases, token: NewMachineToken): Promise<string> {
  const { tenant, now, expiresAt, role } = token;
  const name = token.name.trim();
  if (name.length < 1 || name.length > 100) throw refuse('token_name', 'name');
  const made = `${prefix}${randomToken()}`;
  await databases.useControl((control) =>
    control.transaction(async (trx) => {
      if (await trx('machine_tokens').where({ tenant_id: tenant, name }).first('name')) {
        throw new AppError('token_taken', { status: 409, field: 'name', params: { name } });
      }
      await trx('machine_tokens').insert({
        ...{ id_hash: hashToken(made), tenant_id: tenant, name, role, scopes: token.scopes.join(' ') },
        ...{ created_at: now, expires_at: expiresAt, last_used_at: null },
      });
    }),
  );
  return made;
}

export type ListedMachineToken = {
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly Scope[];
  readonly expiresAt: number;
  readonly lastUsedAt: number | null;
};

/** A tenant's tokens by name, those that have ended too. */
export async function listMachineTokens(
  databases: Databases,
  tenant: TenantId,
): Promise<ListedMachineToken[]> {
  const rows = await databases.useControl(({ knex }) =>
    knex('machine_tokens').where({ tenant_id: tenant }).orderBy('name'),
  );
  return rows.map(({ name, role, scopes, expires_at, last_used_at }) => ({
    ...{ name, role, scopes: scopes.split(' ') },
    expiresAt: Number(expires_at),
    lastUsedAt: last_used_at === null ? null : Number(last_used_at),
  }));
}

/** Ends a token at once. Throws `unknown_token` (404). */
export async function revokeMachineToken(
  databases: Databases,
  tenant: TenantId,
  name: string,
): Promise<void> {
  const revoked = await databases.useControl(({ knex }) =>
    knex('machine_tokens').where({ tenant_id: tenant, name }).delete(),
  );
  if (revoked === 0) throw new AppError('unknown_token', { status: 404, params: { name } });
}

export type Machine = { readonly member: Member; readonly scopes: readonly Scope[] };

type MachineRow = {
  name: string;
  role: Role;
  scopes: string;
  last_used_at: number | null;
  tenant_id: TenantId;
  tenant_name: string;
  number_locale: string;
  language: Language;
  suspended_at: number | null;
};

/**
 * The machine of a token as of `now`, or null when it never was, has ended or was revoked. Its last use is noted at
 * most once a minute. Throws `tenant_suspended` (403).
 */
export function findMachine(databases: Databases, token: string, now: number): Promise<Machine | null> {
  const idHash = hashToken(token);
  return databases.useControl(async ({ knex }) => {
    const row: MachineRow | undefined = await knex('machine_tokens')
      .join('tenants', 'tenants.id', 'machine_tokens.tenant_id')
      .where({ id_hash: idHash })
      .where('expires_at', '>', now)
      .select(['machine_tokens.name', 'role', 'scopes', 'last_used_at', 'tenant_id', 'number_locale'])
      .first({ tenant_name: 'tenants.name', language: 'tenants.language', suspended_at: 'suspended_at' });
    if (!row) return null;
    if (row.suspended_at !== null) {
      throw new AppError('tenant_suspended', { status: 403, params: { tenant: row.tenant_name } });
    }
    if (now >= Number(row.last_used_at ?? 0) + touchEveryMs) {
      await knex('machine_tokens').where({ id_hash: idHash }).update({ last_used_at: now });
    }
    return toMachine(row);
  });
}

const toMachine = (row: MachineRow): Machine => ({
  scopes: row.scopes.split(' ') as Scope[],
  member: {
    user: { id: `machine:${row.name}`, email: '', name: row.name, role: row.role },
    tenant: row.tenant_id,
    tenantName: row.tenant_name,
    language: row.language,
    numberLocale: row.number_locale,
  },
});
