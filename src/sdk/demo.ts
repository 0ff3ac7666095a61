import type { FactRow } from './fact-row.ts';
import type { Metadata } from './metadata.ts';
import type { NewMember } from './pack.ts';
import type { Language, TenantSlug } from './tenant.ts';

/** A tenant that `camet demo` creates, with the number of rows it holds by default over the last six months. */
export type DemoTenant = {
  readonly slug: string;
  readonly name: string;
  readonly language: Language;
  readonly numberLocale: string;
  readonly zone: string;
  readonly rows: number;
};

/** A member by its code, its parent by the parent's. */
export type DemoMember = Omit<NewMember, 'parentId'> & { readonly parent?: string };

export type DemoRequest = {
  readonly tenant: TenantSlug;
  readonly metadata: Metadata;
  readonly seed: number;
  /** Rows that six months hold, about. */
  readonly rows: number;
  /** Rows of `after < time <= now`, epoch milliseconds. */
  readonly after: number;
  readonly now: number;
};

/** Rows of one fact table; `member` is its split member's id, null where the dataset is not split. */
export type DemoBatch = {
  readonly dataset: string;
  readonly member: number | null;
  readonly rows: readonly FactRow[];
};

/**
 * Default export of a pack's demo module (`pack.yml`: `demo`). Equal requests give equal rows, and a later `now` only
 * adds rows, so that a demo can be brought up to the present at any time.
 */
export interface PackDemo {
  readonly tenants: readonly DemoTenant[];
  /** Members of the pack's dimensions, parents before children. */
  members(
    tenant: TenantSlug,
  ): readonly { readonly dimension: string; readonly members: readonly DemoMember[] }[];
  batches(request: DemoRequest): Iterable<DemoBatch>;
}

/** Exported by a stand-in's module (`pack.yml`: `standIns`): a local server that plays an outside one for the demo. */
export type StartStandIn = (
  options: StandInOptions,
) => Promise<{ readonly port: number; close(): Promise<void> }>;

export type StandInOptions = {
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  /** Tenant → the rows its demo was asked for. */
  readonly rows: Readonly<Record<string, number>>;
};
