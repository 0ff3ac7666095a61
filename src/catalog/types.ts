import type { Labels, Metadata, MonthState, Role, Tenant, TenantId } from '#sdk';

/** A filter or widget put on a dashboard: catalogue row and placement row joined. */
export type Placement = {
  readonly id: number;
  /** The field's or card's name within its dashboard, such as `product` or `count-by-hour`. */
  readonly key: string;
  readonly kind: 'filter' | 'widget';
  /** The exported class's exact name; only ever a key of the registry's map. */
  readonly className: string;
  readonly title: Labels;
  readonly subtitle: Labels | null;
  /** Catalogue settings with the placement's over them; unknown until the class's schema has checked it. */
  readonly settings: unknown;
  /** Where an unreadable settings row stands, when it could not be parsed. */
  readonly settingsError: string | null;
  /** Cards: column span (1–12) and row span; `strip` cards go above the grid. Filters: order only. */
  readonly grid: { readonly w: number; readonly h: number; readonly region: 'grid' | 'strip' };
  readonly position: number;
  /** Roles that may see it; empty means everyone. */
  readonly roles: readonly Role[];
};

export type Dashboard = {
  readonly id: number;
  readonly slug: string;
  readonly title: Labels;
  readonly placements: readonly Placement[];
};

/** Everything about a tenant that an Apply needs before reading facts, as of one version check. */
export type TenantSnapshot = {
  readonly tenant: Tenant;
  readonly metadata: Metadata;
  readonly dashboards: readonly Dashboard[];
  /** Fact table → its months, oldest first. A month absent here holds no rows. */
  readonly months: ReadonlyMap<string, readonly MonthState[]>;
  /** Class name → why and since when it does not run for this tenant. */
  readonly switchedOff: ReadonlyMap<string, PluginSwitch>;
  /** Changes whenever metadata or any month does: the tag of a dashboard's answer. */
  readonly version: string;
};

/** A plugin class that failed so often that it no longer runs for a tenant, until an admin switches it on again. */
export type PluginSwitch = {
  readonly className: string;
  /** Epoch milliseconds. */
  readonly since: number;
  /** Code of the last failure, as in the message catalogue. */
  readonly reason: string;
};

/** Where classes are switched off; what is off stands in the tenant's next snapshot. */
export type PluginSwitches = {
  off(tenant: TenantId, className: string, reason: string): Promise<void>;
};
