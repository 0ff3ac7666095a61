import type { Command } from 'commander';
import { say } from '#sdk';
import { loadRegistry } from '../registry/load-registry.ts';
import type { Cli } from './cli.ts';

/** `camet plugin check`: every plugin and pack file against its contract; ends with 1 when one is refused. */
export function pluginCheckCommand(plugin: Command, cli: Cli): void {
  plugin
    .command('check')
    .description(say(cli.words, 'cli.plugin_check'))
    .action(async () => {
      const registry = await loadRegistry({ pluginsDir: cli.config().pluginsDir, strict: false });
      for (const { file, name, reason } of registry.problems) {
        cli.terminal.err(`${file}${name ? ` (${name})` : ''}: ${reason}\n`);
      }
      if (registry.problems.length > 0) cli.fail();
      const { filters, widgets, jobs, sources } = registry;
      const count = filters.size + widgets.size + jobs.size + sources.size;
      cli.tell('cli.plugin_checked', { plugins: count, problems: registry.problems.length });
    });
}
