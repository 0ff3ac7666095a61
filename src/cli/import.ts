import type { Command } from 'commander';
import { AppError, formatNumber, isZone, refuse, say, type TenantId, type TenantSlug } from '#sdk';
import { addMembers } from '../catalog/add-members.ts';
import { type ImportReport, importCsv } from '../ingest/import-csv.ts';
import { writeRows } from '../ingest/write-rows.ts';
import type { Cli } from './cli.ts';
import { readImportMapping, readLoose } from './import-options.ts';
import { loadMetadata } from './load-metadata.ts';
import { tenantNamed } from './tenant-named.ts';
import type { Progress } from './terminal.ts';

type Options = {
  readonly tenant: TenantSlug;
  readonly dataset: string;
  readonly map?: readonly string[];
  readonly zone?: string;
  readonly encoding?: string;
  readonly refused?: string;
  readonly createMetadata?: boolean;
};

/**
 * `camet import`: a CSV file into a dataset. For one that is split by a column `x`, `--x-from HEAD` names the file's
 * column that says the member, `--x CODE` the one member of the whole file.
 */
export function importCommand(program: Command, cli: Cli): void {
  const text = (key: string): string => say(cli.words, `cli.${key}`);
  program
    .command('import')
    .description(text('import'))
    .usage(text('import_usage'))
    .argument('[file]', text('import_file'))
    .requiredOption('--tenant <slug>', text('tenant_option'))
    .requiredOption('--dataset <key>', text('import_dataset'))
    .option('--map <pairs>', text('import_map'), (pairs, before: readonly string[] = []) => [
      ...before,
      pairs,
    ])
    .option('--zone <zone>', text('import_zone'))
    .option('--encoding <encoding>', text('import_encoding'))
    .option('--create-metadata', text('import_create'))
    .option('--refused <path>', text('import_refused'))
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (_file: string | undefined, options: Options, command: Command) => {
      await runImport(cli, options, command.args);
    });
}

async function runImport(cli: Cli, options: Options, args: readonly string[]): Promise<void> {
  const { file, loose } = readLoose(args);
  const tenant = await tenantNamed(cli, options.tenant);
  const metadata = await loadMetadata(cli, tenant.id);
  const dataset = metadata.datasets.get(options.dataset);
  if (!dataset) throw new AppError('unknown_dataset', { status: 404, params: { dataset: options.dataset } });
  const { zone = metadata.calendar.zone } = options;
  if (!isZone(zone)) throw refuse('unknown_zone', 'zone', { zone });
  const refusedPath = options.refused ?? `${file}.refused.csv`;
  const progress = followImport(cli);
  const createMembers = (dimension: string, codes: readonly string[]) =>
    createByCode(cli, { tenant: tenant.id, dimension, codes });
  try {
    const report = await importCsv({
      ...{ tenant: tenant.id, dataset, metadata, file, zone, refusedPath },
      encoding: options.encoding,
      mapping: readImportMapping(dataset, options.map ?? [], loose),
      wordRefusal: ({ reason, column, value }) => say(cli.words, `errors.${reason}`, { column, value }),
      write: (batch) => writeRows(cli.tenancy(), batch),
      createMembers: options.createMetadata ? createMembers : undefined,
      onProgress: ({ bytesRead, bytes }) => progress.update(bytesRead / bytes),
    });
    progress.stop();
    tellReport(cli, report, refusedPath);
  } finally {
    progress.stop();
  }
}

function followImport(cli: Cli): Progress {
  const steps = 1000;
  const progress = cli.terminal.progress(say(cli.words, 'cli.import_progress'), steps);
  return { update: (share) => progress.update(Math.round(share * steps)), stop: progress.stop };
}

type Codes = { readonly tenant: TenantId; readonly dimension: string; readonly codes: readonly string[] };

async function createByCode(cli: Cli, { tenant, dimension, codes }: Codes): Promise<Map<string, number>> {
  const declaration = (await loadMetadata(cli, tenant)).dimensions.get(dimension)!;
  return cli.tenancy().useTenant(tenant, (database) =>
    addMembers(
      database,
      declaration,
      codes.map((code) => ({ code })),
    ),
  );
}

function tellReport(cli: Cli, report: ImportReport, refusedPath: string): void {
  const counts = Object.entries(report).map(([name, count]) => [name, formatNumber(count, cli.language)]);
  cli.tell('cli.import_done', Object.fromEntries(counts));
  if (report.refused > 0) cli.tell('cli.import_refused_in', { file: refusedPath });
}
