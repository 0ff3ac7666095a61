import { flushCompileCache } from 'node:module';
import { getHeapStatistics } from 'node:v8';
import { threadId, workerData } from 'node:worker_threads';
import { AppError } from '#sdk';
import { openTemplates, type Templates } from '../pipeline/plugins/draw-model.ts';
import { attempt, type PluginClasses } from '../pipeline/plugins/perform.ts';
import { describeError } from './describe-error.ts';
import { endTask, enterTask, startTask } from './progress.ts';
import { rebuildTask } from './rebuild-task.ts';
import { ValueMemory } from './shared-values.ts';
import type { ClassPlace, WireJob, WireOutcome, WireReport, WireTask, WorkerSetup } from './wire.ts';

const { places, templates, maxOutsideBytes } = workerData as WorkerSetup;
let opened: Promise<Templates> | undefined;

const maxKeptBytes = 8 * 1024 * 1024;
const memory = new ValueMemory(maxKeptBytes);

/** Of a thread's own process object, what would reach past the thread. */
process.kill = () => {
  throw new Error('A plugin may not signal processes');
};

const byName = new Map(places.map((place) => [`${place.kind} ${place.name}`, place]));
const classes: PluginClasses = {
  filter: (name) => classAt(byName.get(`filter ${name}`)),
  widget: (name) => classAt(byName.get(`widget ${name}`)),
  templates: () => {
    opened ??= openTemplates(templates);
    return opened;
  },
};

/** Names are only ever keys of what was found at boot; a module is imported when one of its classes is first asked for. */
async function classAt(place: ClassPlace | undefined) {
  if (!place) throw new AppError('missing_class');
  const exported: Record<string, unknown> = await import(place.url);
  return Object.values(exported).find((value) => (value as { name?: unknown })?.name === place.name) as never;
}

/** What this thread does with one job: its tasks one after another, each failing alone. Without tasks it gets ready. */
export default async function work({ tasks, progress }: WireJob): Promise<WireReport> {
  const outcomes: WireOutcome[] = [];
  if (tasks.length === 0) await Promise.allSettled(places.map(classAt));
  for (const [index, task] of tasks.entries()) {
    enterTask(progress, index, threadId);
    outcomes.push(await outcomeOf(task, () => startTask(progress)));
    endTask(progress);
  }
  keepCompiled();
  return { outcomes, outsideBytes: outsideBytes() };
}

let isKept = false;

/** Writes what has been compiled for the workers to come, once: a worker that is stopped would take it along. */
function keepCompiled(): void {
  if (!isKept) setImmediate(flushCompileCache);
  isKept = true;
}

async function outcomeOf(wire: WireTask, starts: () => void): Promise<WireOutcome> {
  const before = outsideBytes();
  const tried = await attempt(rebuildTask(wire, memory), classes, starts);
  if (outsideBytes() - before > maxOutsideBytes) return { overMemory: true };
  if ('error' in tried) return { error: describeError(tried.error), fault: tried.fault };
  return { text: tried.answer.text, ms: tried.ms };
}

/** Bytes that this thread holds outside its heap, such as typed arrays. */
const outsideBytes = (): number => getHeapStatistics().external_memory;
