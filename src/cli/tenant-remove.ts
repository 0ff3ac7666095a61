import type { Command } from 'commander';
import { AppError, say } from '#sdk';
import { migrateControl } from '../tenancy/migrate.ts';
import { removeTenant } from '../tenancy/remove-tenant.ts';
import type { Cli } from './cli.ts';
import { openFiles } from './open-cache.ts';
import { tenantNamed } from './tenant-named.ts';

type Options = { readonly yes?: string };

/** `camet tenant remove SLUG`: leaves nothing of a tenant, once its short name was typed again. */
export function tenantRemoveCommand(tenant: Command, cli: Cli): void {
  tenant
    .command('remove <slug>')
    .description(say(cli.words, 'cli.tenant_remove'))
    .option('--yes <slug>', say(cli.words, 'cli.tenant_remove_yes'))
    .action(async (slug: string, options: Options) => {
      await migrateControl(cli.tenancy());
      const { id, name } = await tenantNamed(cli, slug);
      const typed =
        options.yes ??
        (await cli.terminal.ask(say(cli.words, 'cli.tenant_remove_ask', { tenant: id, name })));
      if (typed !== id) throw new AppError('tenant_remove_unconfirmed', { params: { tenant: id } });
      const dropped = await removeTenant(cli.tenancy(), {
        ...{ tenant: id, now: cli.now() },
        clearFiles: () => openFiles(cli).clear(id),
      });
      cli.tell(dropped === 'gone' ? 'cli.tenant_removed' : 'cli.tenant_emptied', { tenant: id });
    });
}
