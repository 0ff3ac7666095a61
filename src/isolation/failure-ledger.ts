import type { TenantId } from '#sdk';
import type { PluginSwitches } from '../catalog/types.ts';
import type { PluginHost, PluginOutcome, PluginTask, PluginUse } from '../pipeline/plugins/types.ts';
import type { Log } from '../shared/log.ts';

/** Faults of one class in a row, for one tenant, after which it is switched off there. */
const mostInARow = 5;

type Ports = { readonly switches: PluginSwitches; readonly log: Log };

/** What has failed since the process started, by tenant. What answers well again is forgotten. */
export class FailureLedger {
  readonly #ports: Ports;
  /** Tenant and class → faults in a row. */
  readonly #inARow = new Map<string, number>();
  /** Tenant, class and placement. */
  readonly #failed = new Set<string>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  hasFailed(tenant: TenantId, use: PluginUse): boolean {
    return this.#failed.has(placeOf(tenant, use));
  }

  /**
   * Notes what came of a task. A refusal says nothing about the plugin, and good needs nothing about its card; the fifth
   * fault in a row switches the class off.
   */
  note(tenant: TenantId, { use, kind }: Pick<PluginTask, 'use' | 'kind'>, outcome: PluginOutcome<unknown>) {
    const name = classOf(tenant, use);
    if ('value' in outcome) {
      if (kind !== 'card' && kind !== 'filter') return;
      this.#inARow.delete(name);
      this.#failed.delete(placeOf(tenant, use));
    } else if (outcome.fault !== null) {
      this.#failed.add(placeOf(tenant, use));
      const row = (this.#inARow.get(name) ?? 0) + 1;
      this.#inARow.set(name, row % mostInARow);
      if (row === mostInARow) void this.#switchOff(tenant, use.className, outcome.fault);
    }
  }

  async #switchOff(tenant: TenantId, className: string, reason: string): Promise<void> {
    const { switches, log } = this.#ports;
    await switches.off(tenant, className, reason).catch((err: unknown) => {
      log.error({ tenant, class: className, err }, 'A plugin class could not be switched off');
    });
  }
}

const classOf = (tenant: TenantId, { className }: PluginUse): string => `${tenant} ${className}`;
const placeOf = (tenant: TenantId, use: PluginUse): string => `${classOf(tenant, use)} ${use.key}`;

/** The host, with what comes of every task noted. */
export function countedHost(host: PluginHost, ledger: Pick<FailureLedger, 'note' | 'hasFailed'>): PluginHost {
  const run = async <Task extends PluginTask>(
    tenant: TenantId,
    tasks: readonly Task[],
    signal?: AbortSignal,
  ) => {
    const outcomes = await host.run(tenant, tasks, signal);
    for (const [index, task] of tasks.entries()) ledger.note(tenant, task, outcomes[index]!);
    return outcomes;
  };
  const hasFailed: PluginHost['hasFailed'] = (tenant, use) =>
    ledger.hasFailed(tenant, use) || (host.hasFailed?.(tenant, use) ?? false);
  return { run, hasFailed };
}
