import type { Command } from 'commander';
import { say, type TenantSlug } from '#sdk';
import { loadSwitches } from '../catalog/load-switches.ts';
import type { PluginSwitch } from '../catalog/types.ts';
import type { Cli } from './cli.ts';
import { tenantNamed } from './tenant-named.ts';

/**
 * `camet plugin list`: kind, class, pack and file of each, tab-separated; with `--tenant` also `on`, or `off` with since
 * when and the code of the last failure.
 */
export function pluginListCommand(plugin: Command, cli: Cli): void {
  plugin
    .command('list')
    .description(say(cli.words, 'cli.plugin_list'))
    .option('--tenant <slug>', say(cli.words, 'cli.plugin_tenant'))
    .action(async ({ tenant }: { tenant?: TenantSlug }) => {
      const { filters, widgets, jobs, sources } = await cli.registry();
      const off = tenant === undefined ? null : await switchesOf(cli, tenant);
      for (const [kind, entries] of Object.entries({ filters, widgets, jobs, sources })) {
        for (const { name, pack, file } of entries.values()) {
          const state = off ? stateOf(off.get(name)) : [];
          cli.terminal.out(`${[kind.slice(0, -1), name, pack, file, ...state].join('\t')}\n`);
        }
      }
    });
}

async function switchesOf(cli: Cli, slug: string): Promise<ReadonlyMap<string, PluginSwitch>> {
  const { id } = await tenantNamed(cli, slug);
  return cli.tenancy().useTenant(id, loadSwitches);
}

const stateOf = (off: PluginSwitch | undefined): string[] =>
  off ? ['off', new Date(off.since).toISOString(), off.reason] : ['on'];
