import {
  AppError,
  type Language,
  type Metadata,
  type WidgetContext,
  type WidgetData,
  type Words,
} from '#sdk';
import { datasetFields } from '../frame/dataset-fields.ts';
import { byName } from '../frame/frame-parts.ts';
import type { SegmentFrame } from '../frame/segment-frame.ts';
import type { PluginTask } from '../pipeline/plugins/types.ts';
import { rebuildError } from './describe-error.ts';
import { type FrameDescription, rebuildFrame } from './describe-frame.ts';
import type { ValueMemory } from './shared-values.ts';
import type { WireAnswer, WireTask } from './wire.ts';

/** The task that was described, in the worker that does it. */
export function rebuildTask({ context: given, ...task }: WireTask, memory: ValueMemory): PluginTask {
  const metadata = memory.read<Metadata>(task.metadata);
  const words = memory.read<Words>(task.words);
  const context = { ...given, words, metadata, calendar: metadata.calendar } as WidgetContext;
  const { kind, use } = task;
  if (kind === 'filter') return { kind, use, context, input: task.input };
  if (kind === 'template') {
    return { kind, use, context, templates: task.templates!, model: task.model! };
  }
  if (kind !== 'card') return { kind, use, context };
  const data = rebuildData(task.answers ?? new Map(), metadata, context.language);
  return { kind, use, context, needs: task.needs ?? {}, data };
}

function rebuildData(
  answers: ReadonlyMap<string, WireAnswer>,
  metadata: Metadata,
  language: Language,
): WidgetData {
  const frameOf = (dataset: string, frame: FrameDescription): SegmentFrame => {
    const declared = metadata.datasets.get(dataset);
    const fields = byName(declared ? datasetFields(declared, metadata, language) : []);
    return rebuildFrame(frame, { fields, calendar: metadata.calendar });
  };
  const failures = new Map<string, Error>();
  const answerTo = <Kind extends WireAnswer['kind']>(name: string, kinds: readonly Kind[]) => {
    const answer = answers.get(name);
    if (answer?.kind === 'failed') throw remembered(failures, name, () => rebuildError(answer.error));
    if (!answer || !(kinds as readonly string[]).includes(answer.kind))
      throw new AppError('unknown_need', { params: { name } });
    return answer as Extract<WireAnswer, { kind: Kind }>;
  };
  return {
    frame: (name) => {
      const answer = answerTo(name, ['frame', 'rows']);
      const frame = frameOf(answer.dataset, answer.frame);
      return 'newest' in answer && answer.newest ? frame.newest(answer.newest.from, answer.newest.to) : frame;
    },
    totalRows: (name) => answerTo(name, ['rows']).totalRows,
    api: (name) => answerTo(name, ['api']).rows,
  };
}

function remembered<T>(known: Map<string, T>, name: string, make: () => T): T {
  const found = known.get(name) ?? make();
  known.set(name, found);
  return found;
}
