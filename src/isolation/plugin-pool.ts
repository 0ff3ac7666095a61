import { pathToFileURL } from 'node:url';
import { AppError, type TenantId } from '#sdk';
import type { PluginHost, PluginOutcome, PluginTask, PluginUse } from '../pipeline/plugins/types.ts';
import type { Registry } from '../registry/types.ts';
import type { PluginLimits } from '../shared/config.ts';
import type { Log } from '../shared/log.ts';
import { rebuildError } from './describe-error.ts';
import { describeTask } from './describe-task.ts';
import { LateFailures } from './late-failures.ts';
import { SharedValues } from './shared-values.ts';
import type { ClassPlace, WireOutcome } from './wire.ts';
import { type Death, WorkerQueue } from './worker-queue.ts';

export type PluginPool = PluginHost & {
  /** Starts a worker and loads every class, so that whoever comes first does not wait for that. */
  warm(): Promise<void>;
  close(): Promise<void>;
};

export type PoolOptions = {
  readonly registry: Pick<Registry, 'filters' | 'widgets'>;
  /** Packs' own templates and what they may include, by name. */
  readonly templates: ReadonlyMap<string, string>;
  readonly workers: number;
  readonly limits: PluginLimits;
  readonly compiledDir: string;
  /** Whether a plugin has failed before: it then runs by itself, after the others. */
  readonly hasFailed: (tenant: TenantId, use: PluginUse) => boolean;
  readonly log: Log;
};

type Outcome = PluginOutcome<unknown>;
type Pool = PoolOptions & {
  readonly queue: WorkerQueue;
  readonly values: SharedValues;
};
type Asked = {
  readonly tenant: TenantId;
  readonly tasks: readonly PluginTask[];
  /** Aborts when nobody waits any more. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Runs plugins in worker threads that start on demand and end when idle. Whatever a plugin does there, loops without
 * end, fills its memory, leaves the thread, costs its own task: the others of its job are done again.
 */
export function pluginPool(options: PoolOptions): PluginPool {
  const { limits, workers, compiledDir, templates, log } = options;
  const places = placesOf(options.registry);
  const setup = { places, templates, maxOutsideBytes: limits.outsideMb * 1024 * 1024 };
  const late = new LateFailures(places);
  const onLateFailure = (error: unknown) => late.note(error);
  const queue = new WorkerQueue({ workers, limits, compiledDir, setup, onLateFailure, log });
  const hasFailed: PoolOptions['hasFailed'] = (tenant, use) =>
    options.hasFailed(tenant, use) || late.has(use.className);
  const pool: Pool = { ...options, hasFailed, queue, values: new SharedValues() };
  const run = (tenant: TenantId, tasks: readonly PluginTask[], signal?: AbortSignal) =>
    runAll(pool, { tenant, tasks, signal });
  return {
    run: run as PluginHost['run'],
    hasFailed,
    warm: async () => void (await queue.run([], { last: false })),
    close: () => queue.close(),
  };
}

const placesOf = ({ filters, widgets }: PoolOptions['registry']): ClassPlace[] => [
  ...[...filters.values()].map(({ name, path }) => ({ kind: 'filter' as const, name, url: urlOf(path) })),
  ...[...widgets.values()].map(({ name, path }) => ({ kind: 'widget' as const, name, url: urlOf(path) })),
];

const urlOf = (path: string): string => pathToFileURL(path).href;

/** What has never failed goes together, in one trip; the rest one by one, last. */
async function runAll(pool: Pool, { tenant, tasks, signal }: Asked): Promise<Outcome[]> {
  const failedBefore = tasks.filter(({ use }) => pool.hasFailed(tenant, use));
  const together = tasks.filter((task) => !failedBefore.includes(task));
  const jobs = [
    ...(together.length > 0 ? [runJob(pool, { tenant, tasks: together, signal }, false)] : []),
    ...failedBefore.map((task) => runJob(pool, { tenant, tasks: [task], signal }, true)),
  ];
  const outcomes = new Map((await Promise.all(jobs)).flatMap((done) => [...done]));
  return tasks.map((task) => outcomes.get(task)!);
}

/** The tasks in one worker. When it dies, the task that it was at is taken out and the others are done again. */
async function runJob(
  pool: Pool,
  { tenant, tasks, signal }: Asked,
  last: boolean,
): Promise<Map<PluginTask, Outcome>> {
  const done = new Map<PluginTask, Outcome>();
  const deaths = new Map<PluginTask, number>();
  let left = tasks;
  while (left.length > 0) {
    const wires = left.map((task) => describeTask(task, pool.values));
    const ran = await pool.queue.run(wires, { last, signal });
    if (!('death' in ran)) {
      for (const [index, task] of left.entries()) done.set(task, outcomeOf(pool, task, ran.outcomes[index]!));
      break;
    }
    if (signal?.aborted) {
      for (const task of left) done.set(task, { error: signal.reason, fault: null });
      break;
    }
    const task = left[ran.task]!;
    const died = (deaths.get(task) ?? 0) + 1;
    deaths.set(task, died);
    if (died < triesOf[ran.death]) {
      pool.log.warn(
        { tenant, class: task.use.className, ...ran },
        'A worker ended under a plugin: once more',
      );
      await pool.queue.endIdle();
      continue;
    }
    done.set(task, { error: errorOf(pool, ran), fault: faultOf(task, ran.death) });
    left = left.filter((other) => other !== task);
  }
  return done;
}

/** What one task left behind can end its worker under the next one, so that one is tried again in a new worker. */
const triesOf: Readonly<Record<Death, number>> = { time: 1, memory: 2, exit: 2, crash: 2, lost: 3 };

function outcomeOf(pool: Pool, task: PluginTask, outcome: WireOutcome): Outcome {
  if ('text' in outcome) return { value: JSON.parse(outcome.text), ms: outcome.ms };
  if ('overMemory' in outcome)
    return { error: errorOf(pool, { death: 'memory', error: null }), fault: faultOf(task, 'memory') };
  return { error: rebuildError(outcome.error), fault: outcome.fault };
}

/** `crash` is what a throw is: the log has the plugin's own error. */
function errorOf({ limits }: Pool, { death, error }: { death: Death; error: unknown }): unknown {
  if (death === 'crash') return error;
  const params = { seconds: limits.timeMs / 1000, megabytes: limits.heapMb, outside: limits.outsideMb };
  return new AppError(codes[death], { params, cause: error });
}

function faultOf({ kind }: PluginTask, death: Death): string {
  if (death !== 'crash') return codes[death];
  if (kind === 'template') return 'template_failed';
  return kind === 'filter' || kind === 'control' ? 'filter_failed' : 'widget_failed';
}

const codes: Readonly<Record<Exclude<Death, 'crash'>, string>> = {
  time: 'widget_time',
  memory: 'widget_memory',
  exit: 'widget_exit',
  lost: 'widget_lost',
};
