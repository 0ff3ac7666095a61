import type { Command } from 'commander';
import { say, type TenantSlug } from '#sdk';
import { findMemberByEmail } from '../identity/invite-user.ts';
import { issueLink, type LinkHolder, linkHours } from '../identity/one-time-link.ts';
import type { Cli } from './cli.ts';
import { tenantNamed } from './tenant-named.ts';

/** `camet user link EMAIL --tenant T`: another link to choose a password; the ones before stop working. */
export function userLinkCommand(user: Command, cli: Cli): void {
  user
    .command('link <email>')
    .description(say(cli.words, 'cli.user_link_for'))
    .requiredOption('--tenant <slug>', say(cli.words, 'cli.tenant_option'))
    .action(async (email: string, options: { readonly tenant: TenantSlug }) => {
      const { id: tenant } = await tenantNamed(cli, options.tenant);
      await tellLink(cli, { userId: await findMemberByEmail(cli.tenancy(), email, tenant), tenant });
    });
}

/** The address is the public one, else this machine's. */
export async function tellLink(cli: Cli, holder: LinkHolder): Promise<void> {
  const token = await issueLink(cli.tenancy(), { ...holder, purpose: 'password', now: cli.now() });
  const { publicUrl, port } = cli.config();
  const url = `${publicUrl ?? `http://localhost:${port}`}/welcome?token=${token}`;
  cli.tell('cli.user_link', { url, hours: linkHours });
}
