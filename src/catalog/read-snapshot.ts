import { createHash } from 'node:crypto';
import { AppError, type Databases, type QueryTrace, type Tenant, type TenantId } from '#sdk';
import { estimateBytes } from './estimate-bytes.ts';
import { type Catalogue, loadCatalogue } from './load-catalogue.ts';
import { groupMonths, readVersion, type TenantVersion } from './read-version.ts';
import type { BadRow } from './reading.ts';
import type { CachedSnapshot } from './snapshot-cache.ts';

export type SnapshotSource = {
  readonly databases: Databases;
  /** The tenant's row of the directory; undefined when there is none. */
  readonly findTenant: (id: TenantId, trace?: QueryTrace) => Promise<Tenant | undefined>;
  /** Told of every row that could not be read, each time the metadata is read. */
  readonly reportBadRow: (tenant: TenantId, row: BadRow) => void;
};

export type AskedSnapshot = {
  readonly tenant: TenantId;
  readonly before: CachedSnapshot | undefined;
  readonly checkedAt: number;
  readonly trace: QueryTrace | undefined;
};

/**
 * The tenant as of now: what was read before when its version stands, with new months when only they moved, read anew
 * otherwise. The version is read first, so a change during the reading is seen by the next check.
 */
export async function readSnapshot(source: SnapshotSource, asked: AskedSnapshot): Promise<CachedSnapshot> {
  const { before, checkedAt } = asked;
  const { version, catalogue } = await readTenant(source, asked);
  const tag = tagOf(version);
  if (before?.snapshot.version === tag) return { ...before, checkedAt };
  const known = catalogue ? { ...catalogue, tenant: await directoryRow(source, asked) } : before!.snapshot;
  const snapshot = {
    tenant: known.tenant,
    metadata: known.metadata,
    dashboards: known.dashboards,
    switchedOff: known.switchedOff,
    months: groupMonths(version.months),
    version: tag,
  };
  return { snapshot, metadataVersion: version.metadata, checkedAt, bytes: estimateBytes(snapshot) };
}

/** The version, and the catalogue unless the one read before still stands. */
const readTenant = (
  { databases, reportBadRow }: SnapshotSource,
  { tenant, before, trace }: AskedSnapshot,
): Promise<{ version: TenantVersion; catalogue: Catalogue | null }> =>
  databases.useTenant(
    tenant,
    async ({ knex }) => {
      const version = await readVersion(knex);
      if (before?.metadataVersion === version.metadata) return { version, catalogue: null };
      const catalogue = await loadCatalogue({ knex, report: (row) => reportBadRow(tenant, row) });
      return { version, catalogue };
    },
    trace,
  );

async function directoryRow(
  { findTenant }: SnapshotSource,
  { tenant, trace }: AskedSnapshot,
): Promise<Tenant> {
  const found = await findTenant(tenant, trace);
  if (!found) throw new AppError('unknown_tenant', { status: 404, params: { tenant } });
  const { id, name, numberLocale, language } = found;
  return { id, name, numberLocale, language };
}

/** Equal tags mean equal metadata and equal months. */
function tagOf({ metadata, months }: TenantVersion): string {
  const text = months.map(({ table, month, version }) => `${table} ${month} ${version}`).join('\n');
  return createHash('sha256').update(`${metadata}\n${text}`).digest('base64url').slice(0, 16);
}
