import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { type Role, roles, say, type TenantId } from '#sdk';
import { createUser } from '../identity/create-user.ts';
import type { Cli } from './cli.ts';

type Options = { readonly tenant: string; readonly role: Role; readonly name?: string };

/** `camet user create EMAIL`: the password is asked for, or comes from CAMET_PASSWORD, or is made and printed once. */
export function userCreateCommand(user: Command, cli: Cli): void {
  const text = (key: string): string => say(cli.words, `cli.${key}`);
  user
    .command('create <email>')
    .description(text('user_create'))
    .requiredOption('--tenant <slug>', text('tenant_option'))
    .addOption(new Option('--role <role>', text('user_role')).choices(roles).default('viewer'))
    .option('--name <name>', text('user_name'))
    .action(async (email: string, { tenant, role, name }: Options) => {
      const given = cli.env.CAMET_PASSWORD || (await cli.terminal.askSecret(text('user_password')));
      const password = given || randomPassword();
      const memberships = [{ tenant: tenant as TenantId, role }];
      await createUser(cli.tenancy(), {
        email,
        name: name ?? email.split('@')[0]!,
        password,
        memberships,
        now: cli.now(),
      });
      cli.tell('cli.user_created', { email, role, tenant });
      if (!given) cli.tell('cli.user_password_made', { password });
    });
}

/** 120 bits, easy to copy. */
export const randomPassword = (): string => randomBytes(15).toString('base64url');
