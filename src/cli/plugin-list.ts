import type { Command } from 'commander';
import { say } from '#sdk';
import type { Cli } from './cli.ts';

/** `camet plugin list`: kind, class, pack and file of each, tab-separated. */
export function pluginListCommand(plugin: Command, cli: Cli): void {
  plugin
    .command('list')
    .description(say(cli.words, 'cli.plugin_list'))
    .action(async () => {
      const { filters, widgets, jobs, sources } = await cli.registry();
      for (const [kind, entries] of Object.entries({ filters, widgets, jobs, sources })) {
        for (const { name, pack, file } of entries.values()) {
          cli.terminal.out(`${kind.slice(0, -1)}\t${name}\t${pack}\t${file}\n`);
        }
      }
    });
}
