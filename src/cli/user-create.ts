import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { type Role, roles, say, type TenantId, type TenantSlug } from '#sdk';
import { checkEmail } from '../identity/check-email.ts';
import { createUser } from '../identity/create-user.ts';
import { inviteUser } from '../identity/invite-user.ts';
import type { Cli } from './cli.ts';
import { tenantNamed } from './tenant-named.ts';
import { tellLink } from './user-link.ts';

type Options = {
  readonly tenant: TenantSlug;
  readonly role: Role;
  readonly name?: string;
  readonly email?: string;
};

export type NewPerson = {
  readonly tenant: TenantId;
  readonly email: string;
  readonly role: Role;
  readonly name?: string;
};

/**
 * `camet user create EMAIL --tenant T`: prints a one-time link with which the person chooses a password; no password is
 * on the screen. CAMET_PASSWORD gives one instead, for machines that set others up.
 */
export function userCreateCommand(user: Command, cli: Cli): void {
  const text = (key: string): string => say(cli.words, `cli.${key}`);
  user
    .command('create [email]')
    .description(text('user_create'))
    .requiredOption('--tenant <slug>', text('tenant_option'))
    .option('--email <email>', text('user_email'))
    .addOption(new Option('--role <role>', text('user_role')).choices(roles).default('viewer'))
    .option('--name <name>', text('user_name'))
    .action(async (given: string | undefined, options: Options) => {
      const { role, name } = options;
      const email = checkEmail(options.email ?? given ?? '');
      const { id: tenant } = await tenantNamed(cli, options.tenant);
      await addPerson(cli, { tenant, email, role, ...(name !== undefined && { name }) });
    });
}

/** Makes somebody a member and tells how they get in. */
export async function addPerson(cli: Cli, person: NewPerson): Promise<void> {
  const { tenant, email, role } = person;
  const named = { email, name: person.name ?? email.split('@')[0]!, now: cli.now() };
  const password = cli.env.CAMET_PASSWORD || null;
  if (password !== null) {
    await createUser(cli.tenancy(), { ...named, password, memberships: [{ tenant, role }] });
    cli.tell('cli.user_created', { email, role, tenant });
    return;
  }
  const { userId, isNew } = await inviteUser(cli.tenancy(), { ...named, tenant, role });
  cli.tell('cli.user_invited', { email, role, tenant });
  if (isNew) await tellLink(cli, { userId, tenant });
  else cli.tell('cli.user_keeps_password');
}

/** 120 bits, easy to copy. */
export const randomPassword = (): string => randomBytes(15).toString('base64url');
