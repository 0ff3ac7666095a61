import type { Command } from 'commander';
import { say, type TenantId, type TenantSlug } from '#sdk';
import { rebuildMonths } from '../months/rebuild-months.ts';
import { type Difference, verifyMonths } from '../months/verify-months.ts';
import type { Cli } from './cli.ts';
import { monthsOf, openFiles, tenantsOf } from './open-cache.ts';

type Options = { readonly tenant?: TenantSlug };

/** `camet cache verify|rebuild|clear`: the months kept as files, against the database. */
export function cacheCommand(program: Command, cli: Cli): void {
  const cache = program.command('cache').description(say(cli.words, 'cli.cache'));
  const actions = { verify, rebuild, clear };
  for (const [name, action] of Object.entries(actions)) {
    cache
      .command(name)
      .description(say(cli.words, `cli.cache_${name}`))
      .option('--tenant <slug>', say(cli.words, 'cli.tenant_option'))
      .action((options: Options) => action(cli, options));
  }
}

/** Ends with 1 when something differs. */
async function verify(cli: Cli, options: Options): Promise<void> {
  const lines: string[][] = [];
  for (const tenant of await tenantsOf(cli, options)) {
    const { months, files, differences } = await verifyMonths(await monthsOf(cli, tenant));
    cli.tell('cli.cache_verified', { tenant, months, files, differences: differences.length });
    lines.push(...differences.map((difference) => lineOf(cli, tenant, difference)));
  }
  if (lines.length === 0) return;
  printTable(cli, [headOf(cli), ...lines]);
  cli.fail();
}

const headOf = (cli: Cli): string[] =>
  ['tenant', 'table', 'month', 'what', 'rows', 'instead'].map((name) =>
    say(cli.words, `cli.cache_head_${name}`),
  );

const lineOf = (cli: Cli, tenant: TenantId, { table, month, what, rows, instead }: Difference): string[] => [
  ...[tenant, table, month, say(cli.words, `cli.cache_${what}`), String(rows)],
  instead === null ? '' : String(instead),
];

function printTable(cli: Cli, lines: readonly (readonly string[])[]): void {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  for (const line of lines) {
    const padded = line.map((text, column) => text.padEnd(widths[column]!));
    cli.terminal.out(`${padded.join('  ').trimEnd()}\n`);
  }
}

async function rebuild(cli: Cli, options: Options): Promise<void> {
  for (const tenant of await tenantsOf(cli, options)) {
    const done = await rebuildMonths({ ...(await monthsOf(cli, tenant)), now: cli.now() });
    cli.tell('cli.cache_rebuilt', { tenant, ...done });
  }
}

async function clear(cli: Cli, options: Options): Promise<void> {
  const only = options.tenant === undefined ? [undefined] : await tenantsOf(cli, options);
  for (const tenant of only) await openFiles(cli).clear(tenant);
  cli.tell('cli.cache_cleared');
}
