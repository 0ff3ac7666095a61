import type { Knex } from 'knex';
import { AppError, type Language, type Role, type TenantId, type User } from '#sdk';

/** A user inside one tenant, as the control database says now. */
export type Member = {
  readonly user: User;
  readonly tenant: TenantId;
  readonly tenantName: string;
  /** The person's own language, else the tenant's. */
  readonly language: Language;
  readonly numberLocale: string;
};

export type MemberRow = {
  user_id: string;
  email: string;
  name: string;
  role: Role;
  tenant_id: TenantId;
  tenant_name: string;
  number_locale: string;
  user_language: Language | null;
  tenant_language: Language;
  suspended_at: number | null;
};

export const memberColumns = {
  user_id: 'users.id',
  email: 'users.email',
  name: 'users.name',
  role: 'memberships.role',
  tenant_id: 'tenants.id',
  tenant_name: 'tenants.name',
  number_locale: 'tenants.number_locale',
  user_language: 'users.language',
  tenant_language: 'tenants.language',
  suspended_at: 'tenants.suspended_at',
};

/** Users with their memberships, those of suspended tenants too. */
export const members = (knex: Knex) =>
  knex('users')
    .join('memberships', 'memberships.user_id', 'users.id')
    .join('tenants', 'tenants.id', 'memberships.tenant_id');

/** Throws `tenant_suspended` (403) when the tenant is closed to its people. */
export function toMember(row: MemberRow): Member {
  if (row.suspended_at !== null) {
    throw new AppError('tenant_suspended', { status: 403, params: { tenant: row.tenant_name } });
  }
  return memberOf(row);
}

const memberOf = (row: MemberRow): Member => ({
  user: { id: row.user_id, email: row.email, name: row.name, role: row.role },
  tenant: row.tenant_id,
  tenantName: row.tenant_name,
  language: row.user_language ?? row.tenant_language,
  numberLocale: row.number_locale,
});
