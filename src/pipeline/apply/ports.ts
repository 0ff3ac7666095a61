import type { ApiClient, Databases, MonthStore, QueryTrace, TenantId } from '#sdk';
import type { TenantSnapshot } from '../../catalog/types.ts';
import type { Registry } from '../../registry/types.ts';
import type { PluginHost } from '../plugins/types.ts';

/** What an Apply may ask of the outside, wired once in `app.ts`. */
export type ApplyPorts = {
  readonly catalog: { current(tenant: TenantId, trace?: QueryTrace): Promise<TenantSnapshot> };
  readonly registry: Registry;
  readonly databases: Databases;
  readonly months: MonthStore;
  readonly api: ApiClient;
  /** Where plugin code runs. */
  readonly host: PluginHost;
  /** Rows one Apply may read. */
  readonly maxWindowRows: number;
  readonly log: { error(data: object, message: string): void };
};
