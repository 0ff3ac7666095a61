import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Role, roles, say, type TenantSlug } from '#sdk';
import { createMachineToken, listMachineTokens, revokeMachineToken } from '../identity/machine-token.ts';
import { type Scope, scopes } from '../identity/scopes.ts';
import type { Cli } from './cli.ts';
import { tenantNamed } from './tenant-named.ts';

type Create = {
  readonly tenant: TenantSlug;
  readonly role: Role;
  readonly scope: readonly Scope[];
  readonly days: number;
};
type Place = { readonly tenant: TenantSlug };

const dayMs = 86_400_000;

/** `camet token create|list|revoke`: tokens with which machines use a tenant's API. */
export function tokenCommands(token: Command, cli: Cli): void {
  const text = (key: string): string => say(cli.words, `cli.${key}`);
  const command = (syntax: string, description: string): Command =>
    token
      .command(syntax)
      .description(text(description))
      .requiredOption('--tenant <slug>', text('tenant_option'));

  command('create <name>', 'token_create')
    .addOption(new Option('--scope <scopes...>', text('token_scope')).choices(scopes).makeOptionMandatory())
    .addOption(new Option('--role <role>', text('token_role')).choices(roles).default('viewer'))
    .option('--days <n>', text('token_days'), (given) => readDays(cli, given), 365)
    .action((name: string, options: Create) => create(cli, name, options));

  command('list', 'token_list').action((options: Place) => list(cli, options));

  command('revoke <name>', 'token_revoke').action(async (name: string, options: Place) => {
    const { id } = await tenantNamed(cli, options.tenant);
    await revokeMachineToken(cli.tenancy(), id, name);
    cli.tell('cli.token_revoked', { name, tenant: id });
  });
}

function readDays(cli: Cli, given: string): number {
  if (!/^[1-9]\d{0,3}$/.test(given)) throw new InvalidArgumentError(say(cli.words, 'cli.whole_number'));
  return Number(given);
}

async function create(cli: Cli, name: string, { tenant: slug, role, scope, days }: Create): Promise<void> {
  const { id: tenant } = await tenantNamed(cli, slug);
  const now = cli.now();
  const expiresAt = now + days * dayMs;
  const token = await createMachineToken(cli.tenancy(), {
    ...{ tenant, name, role, now, expiresAt },
    scopes: [...new Set(scope)],
  });
  cli.tell('cli.token_created', { name, tenant, scopes: scope.join(', '), until: day(expiresAt) });
  cli.terminal.out(`${token}\n`);
}

async function list(cli: Cli, { tenant: slug }: Place): Promise<void> {
  const { id } = await tenantNamed(cli, slug);
  const listed = await listMachineTokens(cli.tenancy(), id);
  for (const { name, role, scopes, expiresAt, lastUsedAt } of listed) {
    const used = lastUsedAt === null ? '–' : day(lastUsedAt);
    cli.terminal.out(`${name}\t${role}\t${scopes.join(' ')}\t${day(expiresAt)}\t${used}\n`);
  }
  if (listed.length === 0) cli.tell('cli.token_none');
}

const day = (moment: number): string => new Date(moment).toISOString().slice(0, 10);
