import type { TenantId } from '#sdk';
import type { TenantSnapshot } from './types.ts';

export type CachedSnapshot = {
  readonly snapshot: TenantSnapshot;
  readonly metadataVersion: number;
  /** When its version was last asked for, by the catalog's clock. */
  readonly checkedAt: number;
  readonly bytes: number;
};

/** Snapshots by tenant within a budget of bytes; the least recently used go first. */
export class SnapshotCache {
  readonly #maxBytes: number;
  readonly #entries = new Map<TenantId, CachedSnapshot>();
  #bytes = 0;
  #evicted = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Whether something had to go already. */
  get full(): boolean {
    return this.#evicted;
  }

  get(tenant: TenantId): CachedSnapshot | undefined {
    const found = this.#entries.get(tenant);
    if (!found) return undefined;
    this.#entries.delete(tenant);
    this.#entries.set(tenant, found);
    return found;
  }

  /** Lets the tenant's snapshot count as checked long ago. */
  age(tenant: TenantId): void {
    const found = this.#entries.get(tenant);
    if (found) this.#entries.set(tenant, { ...found, checkedAt: Number.NEGATIVE_INFINITY });
  }

  /** Keeps the snapshot, unless it is alone larger than the budget, and gives it back. */
  put(tenant: TenantId, entry: CachedSnapshot): CachedSnapshot {
    this.#remove(tenant);
    if (entry.bytes > this.#maxBytes) return entry;
    this.#entries.set(tenant, entry);
    this.#bytes += entry.bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#remove(oldest);
      this.#evicted = true;
    }
    return entry;
  }

  #remove(tenant: TenantId): void {
    this.#bytes -= this.#entries.get(tenant)?.bytes ?? 0;
    this.#entries.delete(tenant);
  }
}
