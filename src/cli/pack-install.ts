import type { Command } from 'commander';
import { say, type TenantSlug } from '#sdk';
import type { Cli } from './cli.ts';
import { installPacks } from './install-packs.ts';
import { tenantNamed } from './tenant-named.ts';

/** `camet pack install PACK --tenant T`: again brings everything to the pack's state. */
export function packInstallCommand(pack: Command, cli: Cli): void {
  pack
    .command('install <pack>')
    .description(say(cli.words, 'cli.pack_install'))
    .requiredOption('--tenant <slug>', say(cli.words, 'cli.tenant_option'))
    .action(async (name: string, options: { readonly tenant: TenantSlug }) => {
      const tenant = await tenantNamed(cli, options.tenant);
      await installPacks(cli, tenant.id, [name]);
      cli.tell('cli.pack_installed', { pack: name, tenant: tenant.id });
    });
}
