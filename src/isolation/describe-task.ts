import { isAggregateNeed, isApiNeed, type Need } from '#sdk';
import type { SegmentFrame } from '../frame/segment-frame.ts';
import type { CardTask, PluginTask } from '../pipeline/plugins/types.ts';
import { describeError } from './describe-error.ts';
import { describeFrame } from './describe-frame.ts';
import type { SharedValues } from './shared-values.ts';
import type { WireAnswer, WireTask } from './wire.ts';

/** Up to so many rows are copied out here; of more, the columns they stand in are handed over, shared. */
const mostRowsCopied = 10_000;

/** The task as plain data: the large values that all tasks share go as shared memory. */
export function describeTask(task: PluginTask, values: SharedValues): WireTask {
  const { words, metadata, calendar: _, ...context } = task.context;
  return {
    ...{ kind: task.kind, use: task.use, context },
    ...{ words: values.share(words), metadata: values.share(metadata) },
    ...(task.kind === 'filter' && { input: task.input }),
    ...(task.kind === 'template' && { templates: task.templates, model: task.model }),
    ...(task.kind === 'card' && { needs: task.needs, answers: describeAnswers(task) }),
  };
}

const describeAnswers = ({ needs, data }: CardTask): Map<string, WireAnswer> =>
  new Map(Object.entries(needs).map(([name, need]) => [name, answerOf(data, name, need)]));

function answerOf(data: CardTask['data'], name: string, need: Need): WireAnswer {
  try {
    if (isApiNeed(need)) return { kind: 'api', rows: data.api(name) };
    const { dataset } = need;
    if (!isAggregateNeed(need)) return rowsOf(data, name, dataset);
    return { kind: 'frame', dataset, frame: describeFrame(data.frame(name) as SegmentFrame) };
  } catch (error) {
    return { kind: 'failed', error: describeError(error) };
  }
}

function rowsOf(data: CardTask['data'], name: string, dataset: string): WireAnswer {
  const rows = { kind: 'rows', dataset, totalRows: data.totalRows(name) } as const;
  const source = data.newest?.(name);
  if (source && Math.min(source.to, rows.totalRows) - source.from > mostRowsCopied) {
    const { frame, from, to } = source;
    return { ...rows, frame: describeFrame(frame), newest: { from, to } };
  }
  return { ...rows, frame: describeFrame(data.frame(name) as SegmentFrame), newest: null };
}
