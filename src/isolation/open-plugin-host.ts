import { inlineHost } from '../pipeline/plugins/inline-host.ts';
import type { PluginHost } from '../pipeline/plugins/types.ts';
import type { Registry } from '../registry/types.ts';
import type { Config } from '../shared/config.ts';
import type { Log } from '../shared/log.ts';
import { pluginPool } from './plugin-pool.ts';

export type OpenedHost = { readonly host: PluginHost; close(): Promise<void> };

/** Where plugins run: in workers, or in this process where the configuration asks for none. */
export function openPluginHost(
  { workers, pluginLimits: limits }: Pick<Config, 'workers' | 'pluginLimits'>,
  ports: { readonly registry: Registry; readonly log: Log },
): OpenedHost {
  const { registry, log } = ports;
  if (workers === 0) {
    log.warn({}, 'CAMET_WORKERS is 0: plugins run in this process, where no limit of time or memory holds');
    return { host: inlineHost(registry), close: async () => {} };
  }
  const pool = pluginPool({ registry, workers, limits, hasFailed: () => false, log });
  return { host: pool, close: () => pool.close() };
}
