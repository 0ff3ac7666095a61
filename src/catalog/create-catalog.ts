import type { QueryTrace, TenantId } from '#sdk';
import { readSnapshot, type SnapshotSource } from './read-snapshot.ts';
import { SnapshotCache } from './snapshot-cache.ts';
import type { TenantSnapshot } from './types.ts';

export type CatalogOptions = SnapshotSource & {
  /** Bytes of metadata kept in memory over all tenants, as estimated. */
  readonly maxBytes: number;
  /** Milliseconds of a clock that never goes back. Default: the process's own. */
  readonly clock?: () => number;
  /** A tenant's version is asked for at most once in this time. Default 1000. */
  readonly checkIntervalMs?: number;
};

export type Catalog = {
  /**
   * What a tenant has, at most one check interval old: from memory when its version, asked for in one statement, has
   * not moved. Calls at once share one reading. An unknown tenant throws `unknown_tenant` (404).
   */
  current(tenant: TenantId, trace?: QueryTrace): Promise<TenantSnapshot>;
  /** Whoever asks for the tenant next is answered by a new version check, whenever the last one was. */
  recheck(tenant: TenantId): void;
  /** Reads tenants ahead, one after another, until the memory is full. */
  fill(tenants: readonly TenantId[]): Promise<void>;
  /** Bytes held, as estimated. */
  bytes(): number;
};

/** The metadata of every tenant, in memory: made once at start and passed. */
export function createCatalog(options: CatalogOptions): Catalog {
  const { maxBytes, clock = () => performance.now(), checkIntervalMs = 1000 } = options;
  const cache = new SnapshotCache(maxBytes);
  const readings = new Map<TenantId, Promise<TenantSnapshot>>();

  const current = async (tenant: TenantId, trace?: QueryTrace): Promise<TenantSnapshot> => {
    const before = cache.get(tenant);
    if (before && clock() - before.checkedAt < checkIntervalMs) return before.snapshot;
    const running = readings.get(tenant);
    if (running) return running;
    const reading = readSnapshot(options, { tenant, before, checkedAt: clock(), trace })
      .then((read) => cache.put(tenant, read).snapshot)
      .finally(() => readings.delete(tenant));
    readings.set(tenant, reading);
    return reading;
  };

  return {
    current,
    recheck: (tenant) => cache.age(tenant),
    fill: async (tenants) => {
      for (const tenant of tenants) if (!cache.full) await current(tenant);
    },
    bytes: () => cache.bytes,
  };
}
