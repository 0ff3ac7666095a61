import type { PluginSwitches } from '../catalog/types.ts';
import { inlineHost } from '../pipeline/plugins/inline-host.ts';
import type { PluginHost } from '../pipeline/plugins/types.ts';
import type { Registry } from '../registry/types.ts';
import type { Config } from '../shared/config.ts';
import type { Log } from '../shared/log.ts';
import { countedHost, FailureLedger } from './failure-ledger.ts';
import { type PluginPool, pluginPool } from './plugin-pool.ts';

export type HostPorts = {
  readonly registry: Registry;
  /** Packs' own templates and what they may include, by name. */
  readonly templates: ReadonlyMap<string, string>;
  /** Told of classes that go on failing. */
  readonly switches: PluginSwitches;
  readonly log: Log;
};

export type OpenedHost = { readonly host: PluginHost } & Pick<PluginPool, 'warm' | 'close'>;

/** Where plugins run: in workers, or in this process where the configuration asks for none. */
export function openPluginHost(
  { workers, pluginLimits: limits, compiledDir }: Pick<Config, 'workers' | 'pluginLimits' | 'compiledDir'>,
  { registry, templates, switches, log }: HostPorts,
): OpenedHost {
  const ledger = new FailureLedger({ switches, log });
  if (workers === 0) {
    log.warn({}, 'CAMET_WORKERS is 0: plugins run in this process, where no limit of time or memory holds');
    const nothing = async () => {};
    return { host: countedHost(inlineHost(registry, templates), ledger), warm: nothing, close: nothing };
  }
  const hasFailed = ledger.hasFailed.bind(ledger);
  const pool = pluginPool({ registry, templates, workers, limits, compiledDir, hasFailed, log });
  const { warm, close } = pool;
  return { host: countedHost(pool, ledger), warm, close };
}
