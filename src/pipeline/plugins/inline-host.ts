import { AppError } from '#sdk';
import type { Registry } from '../../registry/types.ts';
import { openTemplates, type Templates } from './draw-model.ts';
import { attempt, type PluginClasses } from './perform.ts';
import type { PluginAnswers, PluginHost, PluginOutcome, PluginTask } from './types.ts';

/** Runs plugins in the process that answers, with these templates by name. No limit of time or memory holds there. */
export function inlineHost(
  registry: Pick<Registry, 'filters' | 'widgets'>,
  templates: ReadonlyMap<string, string> = new Map(),
): PluginHost {
  let opened: Promise<Templates> | undefined;
  const classes: PluginClasses = {
    filter: (name) => found(registry.filters, name),
    widget: (name) => found(registry.widgets, name),
    templates: () => {
      opened ??= openTemplates(templates);
      return opened;
    },
  };
  return {
    run: (_tenant, tasks) => Promise.all(tasks.map((task) => outcomeOf(task, classes))),
  };
}

async function outcomeOf<Task extends PluginTask>(
  task: Task,
  classes: PluginClasses,
): Promise<PluginOutcome<PluginAnswers[Task['kind']]>> {
  const tried = await attempt(task, classes);
  if ('error' in tried) return tried;
  return { value: tried.answer.value as PluginAnswers[Task['kind']], ms: tried.ms };
}

function found<Class>(classes: ReadonlyMap<string, { readonly pluginClass: Class }>, name: string): Class {
  const entry = classes.get(name);
  if (!entry) throw new AppError('missing_class', { params: { class: name, row: '', problem: '' } });
  return entry.pluginClass;
}
