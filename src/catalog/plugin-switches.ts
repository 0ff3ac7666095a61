import type { Databases, TenantId } from '#sdk';
import type { Catalog } from './create-catalog.ts';
import { switchPluginOff, switchPluginOn } from './switch-plugin.ts';
import type { PluginSwitches } from './types.ts';

export type SwitchPorts = {
  readonly databases: Databases;
  readonly catalog: Pick<Catalog, 'recheck'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: { warn(data: object, message: string): void };
};

export type SwitchesOfAll = PluginSwitches & {
  /** Lets a class run again; false when it was not off. `by` is the person, for the log. */
  on(tenant: TenantId, className: string, by: string): Promise<boolean>;
};

/** The switches of every tenant's plugin classes; each turn of one is seen by the tenant's next request and logged. */
export const pluginSwitches = ({ databases, catalog, now, log }: SwitchPorts): SwitchesOfAll => ({
  off: async (tenant, className, reason) => {
    await databases.useTenant(tenant, (database) =>
      switchPluginOff(database, { className, since: now(), reason }),
    );
    catalog.recheck(tenant);
    log.warn({ tenant, class: className, reason }, 'A plugin class was switched off');
  },
  on: async (tenant, className, by) => {
    const wasOff = await databases.useTenant(tenant, (database) => switchPluginOn(database, className));
    catalog.recheck(tenant);
    if (wasOff) log.warn({ tenant, class: className, by }, 'A plugin class was switched on again');
    return wasOff;
  },
});
