import type { Command } from 'commander';
import { say, type TenantSlug } from '#sdk';
import { loadSwitches } from '../catalog/load-switches.ts';
import { switchPluginOn } from '../catalog/switch-plugin.ts';
import type { Cli } from './cli.ts';
import { tenantNamed } from './tenant-named.ts';

/** `camet plugin enable`: a class that was switched off for a tenant runs again; ends with 1 when it was not off. */
export function pluginEnableCommand(plugin: Command, cli: Cli): void {
  plugin
    .command('enable <class>')
    .description(say(cli.words, 'cli.plugin_enable'))
    .requiredOption('--tenant <slug>', say(cli.words, 'cli.tenant_option'))
    .action(async (className: string, { tenant }: { tenant: TenantSlug }) => {
      const { id } = await tenantNamed(cli, tenant);
      const enabled = await cli.tenancy().useTenant(id, async (database) => {
        const off = await loadSwitches(database);
        return off.has(className) && (await switchPluginOn(database, className));
      });
      cli.tell(enabled ? 'cli.plugin_enabled' : 'cli.plugin_was_on', { class: className, tenant });
      if (!enabled) cli.fail();
    });
}
