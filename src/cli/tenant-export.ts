import { resolve } from 'node:path';
import type { Command } from 'commander';
import { formatNumber, say } from '#sdk';
import { exportTenant } from '../export/export-tenant.ts';
import type { Cli } from './cli.ts';
import { tenantNamed } from './tenant-named.ts';

type Options = { readonly to?: string };

/** `camet tenant export SLUG [--to FOLDER]`: everything of a tenant as open files in a folder. */
export function tenantExportCommand(tenant: Command, cli: Cli): void {
  tenant
    .command('export <slug>')
    .description(say(cli.words, 'cli.tenant_export'))
    .option('--to <folder>', say(cli.words, 'cli.tenant_export_to'))
    .action(async (slug: string, options: Options) => {
      const { suspendedAt: _, ...found } = await tenantNamed(cli, slug);
      const date = new Date(cli.now()).toISOString().slice(0, 10);
      const folder = resolve(options.to ?? `${slug}-${date}`);
      const readme = say(cli.words, 'cli.tenant_export_readme', { tenant: found.name, date });
      const { tables, rows } = await exportTenant(cli.tenancy(), {
        ...{ tenant: found, folder, readme, now: cli.now() },
      });
      const counts = { tables, rows: formatNumber(rows, cli.language) };
      cli.tell('cli.tenant_export_done', { tenant: found.id, folder, ...counts });
    });
}
