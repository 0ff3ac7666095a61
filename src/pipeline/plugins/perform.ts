import { isDeepStrictEqual } from 'node:util';
import { AppError, type BaseFilter, type BaseWidget, type CardModel, type WidgetData } from '#sdk';
import type { FilterClass, WidgetClass } from '../../registry/types.ts';
import { drawModel, type Templates } from './draw-model.ts';
import { type PlainJson, plainJson } from './plain-json.ts';
import type { CardTask, FilterRead, FilterTask, PluginTask } from './types.ts';

/** Looks a class up by its exact name, among those found at boot. */
export type PluginClasses = {
  filter(name: string): Promise<FilterClass> | FilterClass;
  widget(name: string): Promise<WidgetClass> | WidgetClass;
  templates(): Promise<Templates>;
};

export type Attempt =
  | { readonly answer: PlainJson; readonly ms: number }
  | { readonly error: unknown; readonly fault: string | null };

const mebibyte = 1024 * 1024;
/** A filter may bring its options by the thousand. */
const maxBytes = {
  filter: 8 * mebibyte,
  control: 8 * mebibyte,
  needs: mebibyte,
  card: mebibyte,
  template: mebibyte,
};

const outputFaults: readonly string[] = ['widget_output', 'widget_output_kind', 'widget_output_size'];

/**
 * The only place where plugin code runs. What it answers is checked here, where a large answer can still be dropped.
 * `starts` is told when the class is at hand and its code begins.
 */
export async function attempt(
  task: PluginTask,
  classes: PluginClasses,
  starts: () => void = () => {},
): Promise<Attempt> {
  const handed = new Set<unknown>();
  try {
    const run = await runOf(task, classes, handed);
    starts();
    const began = performance.now();
    const value = await run();
    const ms = performance.now() - began;
    const answer = plainJson(value, maxBytes[task.kind]);
    if (task.kind === 'card') checkKind(answer.value);
    return { answer, ms };
  } catch (error) {
    return { error, fault: handed.has(error) ? null : faultOf(error, task) };
  }
}

function faultOf(error: unknown, { kind }: PluginTask): string | null {
  if (error instanceof AppError) return outputFaults.includes(error.code) ? error.code : null;
  if (kind === 'template') return 'template_failed';
  return kind === 'filter' || kind === 'control' ? 'filter_failed' : 'widget_failed';
}

async function runOf(task: PluginTask, classes: PluginClasses, handed: Set<unknown>): Promise<() => unknown> {
  const { className, key, settings } = task.use;
  if (task.kind === 'template') {
    const templates = await classes.templates();
    return () => drawModel(templates, task);
  }
  if (task.kind === 'filter' || task.kind === 'control') {
    const Filter = await classes.filter(className);
    const make = () => new Filter(settings as never, key);
    return task.kind === 'filter' ? () => readFilter(make(), task) : () => blankControl(make(), task.context);
  }
  const Widget = await classes.widget(className);
  const make = () => new Widget(settings as never, key);
  return task.kind === 'needs' ? () => make().needs(task.context) : () => makeModel(make(), task, handed);
}

function readFilter(filter: BaseFilter, { context, input }: Omit<FilterTask, 'kind'>): FilterRead {
  const value = filter.parse(input, context);
  const serialized = filter.serialize(value);
  const range = filter.range(value, context);
  const counts = filter.counts(context);
  return {
    value: serialized,
    clauses: filter.clauses(value, context),
    control: filter.control(value, context),
    text: filter.describe(value, context),
    isDefault: isDeepStrictEqual(serialized, filter.serialize(filter.parse(undefined, context))),
    ...(range && { range }),
    ...(counts && { counts }),
  };
}

const blankControl = (filter: BaseFilter, context: FilterTask['context']) =>
  filter.control(filter.parse(undefined, context), context);

const makeModel = (widget: BaseWidget, { data, context }: CardTask, handed: Set<unknown>) =>
  widget.processData(remembering(data, handed), context);

/** The data, remembering what it throws: a need that failed is not its widget's fault. */
function remembering(data: WidgetData, thrown: Set<unknown>): WidgetData {
  const remember = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      thrown.add(error);
      throw error;
    }
  };
  return {
    frame: (name) => remember(() => data.frame(name)),
    totalRows: (name) => remember(() => data.totalRows(name)),
    api: (name) => remember(() => data.api(name)),
  };
}

function checkKind(model: unknown): void {
  if (typeof (model as CardModel | null)?.kind !== 'string') throw new AppError('widget_output_kind');
}
