import type { Databases, Dataset, FactRow, Language, TenantId, Words, WriteCounts } from '#sdk';
import type { TenantSnapshot } from '../catalog/types.ts';
import type { SignInGuard } from '../identity/throttle/sign-in-guard.ts';
import type { DrawnCard, PluginOutcome, TemplateTask } from '../pipeline/plugins/types.ts';
import type { ApplyRequest, ApplyResult, FilterOutcome, PlanResult } from '../pipeline/types.ts';
import type { Registry } from '../registry/types.ts';
import type { Config } from '../shared/config.ts';
import type { RequestLimits } from './request-limits.ts';

/** Everything the routes may call, wired once in `app.ts`. */
export type Services = {
  readonly config: Config;
  readonly databases: Databases;
  readonly registry: Registry;
  /** Core messages by language. */
  readonly words: Readonly<Record<Language, Words>>;
  /** Signs in, when it is this account's and this address's turn. */
  readonly signIn: SignInGuard['signIn'];
  /** Counts a request of a person; throws `too_many_requests` (429). */
  readonly takeRequest: RequestLimits['take'];
  readonly snapshot: (tenant: TenantId) => Promise<TenantSnapshot>;
  /** Lets a plugin class run again for a tenant; false when it was not off. `by` is the person, for the log. */
  readonly switchPluginOn: (tenant: TenantId, className: string, by: string) => Promise<boolean>;
  readonly applyFilters: (request: ApplyRequest) => Promise<ApplyResult>;
  /** What `applyFilters` would read, without reading it; throws what it throws. */
  readonly planDashboard: (request: ApplyRequest) => Promise<PlanResult>;
  /** The first stage alone: a dashboard's filters with their controls. Reads no facts; throws what `applyFilters` throws. */
  readonly readFilters: (request: ApplyRequest) => Promise<readonly FilterOutcome[]>;
  /** Draws models by their packs' own templates, where plugins run; outcomes come in the order of the tasks. */
  readonly drawModels: (
    tenant: TenantId,
    tasks: readonly TemplateTask[],
  ) => Promise<PluginOutcome<DrawnCard>[]>;
  /** Stores one batch of checked rows of one fact table; resolves when committed. */
  readonly writeRows: (request: {
    readonly tenant: TenantId;
    readonly dataset: Dataset;
    /** Member of the split dimension; null for a dataset that is not split. */
    readonly member: number | null;
    readonly rows: readonly FactRow[];
  }) => Promise<WriteCounts>;
};
