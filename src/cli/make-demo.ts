import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { addDays, type DemoTenant, formatNumber, type PackDemo, say, startOfDay, type TenantId } from '#sdk';
import { writeRows } from '../ingest/write-rows.ts';
import { migrateControl } from '../tenancy/migrate.ts';
import { createTenant, findTenant } from '../tenancy/tenants.ts';
import { addDemoMembers } from './add-demo-members.ts';
import { addDemoUsers } from './add-demo-users.ts';
import type { Cli } from './cli.ts';
import { type DemoState, readDemoState, writeDemoState } from './demo-state.ts';
import { installPacks } from './install-packs.ts';
import { loadMetadata } from './load-metadata.ts';

export type DemoOptions = {
  /** Rows of the first tenant; each has its own default. Ignored, as the seed, where the demo stands already. */
  readonly rows?: number;
  readonly seed?: number;
  readonly password: string;
  /** Whether somebody chose the password: users that exist get it too. */
  readonly passwordFixed: boolean;
};

const defaultSeed = 1;
const daysOfRows = 183;

/**
 * Makes every pack's demo tenants; those it made before get the rows up to now, others of the same name are left alone.
 * Returns the users who have the given password now. A killed run is completed by the next.
 */
export async function makeDemo(cli: Cli, options: DemoOptions): Promise<{ users: string[] }> {
  await migrateControl(cli.tenancy());
  const users: string[] = [];
  for (const demo of await demosOf(cli)) {
    for (const [index, tenant] of demo.tenants.entries()) {
      const rows = (index === 0 ? options.rows : undefined) ?? tenant.rows;
      users.push(...(await makeTenant(cli, { demo, tenant, rows, options })));
    }
  }
  return { users };
}

async function demosOf(cli: Cli): Promise<PackDemo[]> {
  const { packs } = await cli.registry();
  const modules = [...packs.values()].flatMap(({ name, demo }) => (demo ? [join(name, demo)] : []));
  return Promise.all(
    modules.map(async (path) => {
      const url = pathToFileURL(join(cli.config().pluginsDir, path));
      return ((await import(url.href)) as { default: PackDemo }).default;
    }),
  );
}

type Making = {
  readonly demo: PackDemo;
  readonly tenant: DemoTenant;
  readonly rows: number;
  readonly options: DemoOptions;
};

async function makeTenant(cli: Cli, making: Making): Promise<string[]> {
  const { tenant, options } = making;
  const { dataDir } = cli.config();
  const state = (await readDemoState(dataDir)) ?? { seed: options.seed ?? defaultSeed, rows: {}, until: {} };
  const known = tenant.slug in state.rows;
  const exists = (await findTenant(cli.tenancy(), tenant.slug)) !== undefined;
  if (exists && !known) {
    cli.tell('cli.demo_left', { tenant: tenant.slug });
    return [];
  }
  const planned = known ? state : { ...state, rows: { ...state.rows, [tenant.slug]: making.rows } };
  await writeDemoState(dataDir, planned);
  if (!exists) await createTenant(cli.tenancy(), { ...tenant, now: cli.now() });
  const until = await fillTenant(cli, making, planned);
  const renew = options.passwordFixed || state.until[tenant.slug] === undefined;
  const users = await addDemoUsers(cli, tenant, renew ? options.password : null);
  await writeDemoState(dataDir, { ...planned, until: { ...planned.until, [tenant.slug]: until } });
  return users;
}

/** The packs, the members and the rows up to now; returns that moment. */
async function fillTenant(cli: Cli, { demo, tenant }: Making, state: DemoState): Promise<number> {
  const id = tenant.slug as TenantId;
  await installPacks(cli, id, [...(await cli.registry()).packs.keys()]);
  await addDemoMembers(cli, id, demo.members(tenant.slug));
  const now = cli.now();
  const first = addDays(startOfDay(now, tenant.zone), -daysOfRows, tenant.zone);
  const after = state.until[tenant.slug] ?? first;
  const rows = state.rows[tenant.slug]!;
  const written = await writeDemoRows(cli, demo, { tenant: id, seed: state.seed, rows, after, now });
  cli.tell('cli.demo_rows_in', { tenant: tenant.name, rows: formatNumber(written, cli.language) });
  return now;
}

type RowsAsked = {
  readonly tenant: TenantId;
  readonly seed: number;
  readonly rows: number;
  readonly after: number;
  readonly now: number;
};

async function writeDemoRows(cli: Cli, demo: PackDemo, asked: RowsAsked): Promise<number> {
  const metadata = await loadMetadata(cli, asked.tenant);
  const share = (asked.now - asked.after) / (daysOfRows * 24 * 3_600_000);
  const progress = cli.terminal.progress(
    say(cli.words, 'cli.demo_progress', { tenant: asked.tenant }),
    Math.round(asked.rows * Math.min(1, share)),
  );
  let written = 0;
  try {
    for (const { dataset: key, member, rows } of demo.batches({ ...asked, metadata })) {
      const dataset = metadata.datasets.get(key)!;
      await writeRows(cli.tenancy(), { tenant: asked.tenant, dataset, member, rows });
      written += rows.length;
      progress.update(written);
    }
  } finally {
    progress.stop();
  }
  return written;
}
