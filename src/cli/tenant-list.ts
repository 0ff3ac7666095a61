import type { Command } from 'commander';
import { say } from '#sdk';
import { migrateControl } from '../tenancy/migrate.ts';
import { listTenants } from '../tenancy/tenants.ts';
import type { Cli } from './cli.ts';

/** `camet tenant list`: slug, name, language and number format of each, tab-separated. */
export function tenantListCommand(tenant: Command, cli: Cli): void {
  tenant
    .command('list')
    .description(say(cli.words, 'cli.tenant_list'))
    .action(async () => {
      await migrateControl(cli.tenancy());
      const tenants = await listTenants(cli.tenancy());
      for (const { id, name, language, numberLocale, suspendedAt } of tenants) {
        const state = suspendedAt === null ? '' : `\t${say(cli.words, 'cli.tenant_suspended')}`;
        cli.terminal.out(`${id}\t${name}\t${language}\t${numberLocale}${state}\n`);
      }
      if (tenants.length === 0) cli.tell('cli.tenant_none');
    });
}
