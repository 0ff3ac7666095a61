import type { Command } from 'commander';
import { say } from '#sdk';
import { migrateControl } from '../tenancy/migrate.ts';
import { resumeTenant, suspendTenant } from '../tenancy/suspend-tenant.ts';
import type { Cli } from './cli.ts';
import { tenantNamed } from './tenant-named.ts';

/** `camet tenant suspend|resume SLUG`: closes a tenant to its people from their next request on, or opens it again. */
export function tenantSuspendCommands(tenant: Command, cli: Cli): void {
  const command = (name: 'suspend' | 'resume', act: (slug: string) => Promise<void>): void => {
    tenant
      .command(`${name} <slug>`)
      .description(say(cli.words, `cli.tenant_${name}`))
      .action(act);
  };
  command('suspend', async (slug) => {
    await migrateControl(cli.tenancy());
    const { id, suspendedAt } = await tenantNamed(cli, slug);
    await suspendTenant(cli.tenancy(), id, suspendedAt ?? cli.now());
    cli.tell('cli.tenant_suspend_done', { tenant: id });
  });
  command('resume', async (slug) => {
    await migrateControl(cli.tenancy());
    const { id } = await tenantNamed(cli, slug);
    await resumeTenant(cli.tenancy(), id);
    cli.tell('cli.tenant_resume_done', { tenant: id });
  });
}
